package import Claims
import Glibc

/// Files of a known greatest size, read whole.
package enum SmallFile {
    /// The bytes of a file.
    ///
    /// Throws what `failure` makes of the reason, a phrase that follows the file's name, and of the error underneath.
    package static func read(
        _ path: String,
        limit: Int,
        _ failure: (_ why: String, _ cause: (any Error)?) -> KioskError
    ) throws(KioskError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("cannot be opened: \(String(cString: strerror(errno)))", nil) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                let reason = errno
                if reason == EINTR { continue }
                throw failure("cannot be read: \(String(cString: strerror(reason)))", nil)
            }
            bytes += buffer.prefix(count)
        }
        throw failure("is larger than \(limit) bytes", nil)
    }
}
