import Claims
import Glibc

/// A file that takes another's place only when it is whole and on the disk.
///
/// Written beside the target, then fsync(2), rename(2) and fsync of the folder: whoever opens the target, now or
/// after a power cut, finds the old file or the new one. What is not finished is removed.
struct ReplacementFile: ~Copyable {
    private let target: String
    private let temporary: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Throws `registry.not-written`.
    init(replacing target: String) throws(KioskError) {
        self.target = target
        let mark = String(UInt64.random(in: .min ... .max), radix: 36)
        temporary = "\(Self.folder(of: target))/.\(Self.name(of: target)).\(mark).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0o644)
        guard descriptor >= 0 else { throw Self.failed(temporary, "cannot be made") }
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        close(descriptor)
        // Gone already when it took the target's place.
        unlink(temporary)
    }

    /// Throws `registry.not-written`.
    mutating func write(_ bytes: some Collection<UInt8>) throws(KioskError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Throws `registry.not-written`; the target is then as it was, except when only the folder's fsync failed.
    consuming func takeItsPlace() throws(KioskError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw Self.failed(temporary, "did not reach the disk") }
        guard rename(temporary, target) == 0 else { throw Self.failed(target, "cannot be replaced") }
        let folder = open(Self.folder(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failed(Self.folder(of: target), "cannot be opened") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Self.failed(Self.folder(of: target), "did not reach the disk") }
    }

    private mutating func flush() throws(KioskError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failed(temporary, "cannot be written") }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static let bufferSize = 1 << 18

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func name(of path: String) -> Substring {
        path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    }

    /// Reads errno, so it comes directly after the call.
    private static func failed(_ path: String, _ what: String) -> KioskError {
        let reason = String(cString: strerror(errno))
        return KioskError(
            .registryNotWritten,
            "\(path) \(what): \(reason)",
            remedy: "Check that the folder is there, belongs to this user and has space, then import again."
        )
    }
}
