package import Claims
import Glibc

/// A file that people carry, read piece by piece.
package final class BundleFile {
    private static let chunk = 256 * 1_024

    private let path: String
    private let descriptor: CInt
    private var buffer = [UInt8](repeating: 0, count: chunk)

    /// Throws `bundle.unreadable`.
    package init(_ path: String) throws(KioskError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw Self.unreadable(path, EINVAL)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// At most 256 KiB; nil at the end. Throws `bundle.unreadable`.
    package func next() throws(KioskError) -> ArraySlice<UInt8>? {
        while true {
            let count = Glibc.read(descriptor, &buffer, Self.chunk)
            let reason = errno
            if count > 0 { return buffer[..<count] }
            if count == 0 { return nil }
            if reason != EINTR { throw Self.unreadable(path, reason) }
        }
    }

    /// Calls `each` with piece after piece. Throws `bundle.unreadable`, and what `each` throws.
    package static func read(_ path: String, _ each: (ArraySlice<UInt8>) throws -> Void) throws {
        let file = try BundleFile(path)
        while let piece = try file.next() { try each(piece) }
    }

    private static func unreadable(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            .bundleUnreadable,
            "\(path): \(reason == EINVAL ? "is no plain file" : String(cString: strerror(reason)))",
            remedy: "Check the path; is the stick in and mounted?"
        )
    }
}
