import Glibc

struct FileFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A new folder for one test.
func temporaryFolder() throws -> String {
    var template = Array("/tmp/kiosk-sim-XXXXXX".utf8CString)
    guard let path = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else {
        throw FileFailure("mkdtemp: errno \(errno)")
    }
    return String(cString: path)
}

/// What a symbolic link points at; nil when there is none.
func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = readlink(link, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Whether there is anything of that name, a link that leads nowhere too.
func exists(_ path: String) -> Bool { faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

/// Hexadecimal digits with spaces and line ends between them.
func bytes(_ hex: String) -> [UInt8] {
    hex.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
}

func makeLink(_ path: String, to target: String) throws {
    guard symlink(target, path) == 0 else { throw FileFailure("symlink: errno \(errno)") }
}

func makeFile(_ path: String) throws {
    let descriptor = open(path, O_CREAT | O_WRONLY | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileFailure("open \(path): errno \(errno)") }
    _ = close(descriptor)
}
