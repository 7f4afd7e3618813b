import Claims
import Glibc

/// The bytes of a settings file, bounded.
enum SettingsFile {
    static let sizeLimit = 1 << 20

    /// Throws `config.missing`, `config.unreadable` and, for bytes that are not UTF-8, `config.syntax`.
    static func text(at path: String) throws(KioskError) -> String {
        let bytes = try bytes(at: path)
        // A byte-order mark would move the first line's columns.
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            let good = validPrefix(of: content)
            let place = Place(
                file: path,
                line: good.unicodeScalars.count { $0 == "\n" } + 1,
                column: good.unicodeScalars.reversed().prefix { $0 != "\n" }.count + 1,
                keyPath: ""
            )
            throw place.fault(.configSyntax, "a byte that is not UTF-8", remedy: "Save the file as UTF-8 text.")
        }
        return text
    }

    private static func bytes(at path: String) throws(KioskError) -> [UInt8] {
        // O_NONBLOCK: a named pipe must not hang the start.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        let openError = errno
        guard descriptor >= 0 else {
            guard openError == ENOENT || openError == ENOTDIR else {
                throw unreadable(path, "cannot be opened: \(reason(openError))")
            }
            throw KioskError(
                .configMissing,
                "\(path): there is no such file",
                remedy: "Check the path, or copy the commented sample from config/ to it."
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw unreadable(path, "is not a regular file")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= sizeLimit {
            let count = read(descriptor, &buffer, buffer.count)
            let readError = errno
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if readError != EINTR {
                throw unreadable(path, "cannot be read: \(reason(readError))")
            }
        }
        throw unreadable(path, "is larger than \(sizeLimit) bytes")
    }

    private static func unreadable(_ path: String, _ what: String) -> KioskError {
        KioskError(
            .configUnreadable,
            "\(path): \(what)",
            remedy: "Make it a text file of at most 1 MiB that the daemon's user may read."
        )
    }

    private static func reason(_ number: Int32) -> String {
        strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }

    private static func validPrefix(of bytes: ArraySlice<UInt8>) -> String {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var text = ""
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { text.unicodeScalars.append(scalar) }
        return text
    }
}
