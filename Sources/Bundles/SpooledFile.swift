package import Claims
import Glibc

/// A file without a name that holds what came over a connection until it was verified. It goes with this object, and
/// with the process.
package final class SpooledFile {
    private let descriptor: CInt
    private let limit: Int64
    private var size: Int64 = 0

    /// - Parameter limit: bytes. Throws `bundle.not-written`.
    package init(in folder: String, limit: Int64) throws(KioskError) {
        self.limit = limit
        var template = Array("\(folder)/spool-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Opens the file again, from its first byte.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    /// Throws `bundle.too-large`, `bundle.no-space` or `bundle.not-written`.
    package func write(_ bytes: some Collection<UInt8>) throws(KioskError) {
        size += Int64(bytes.count)
        guard size <= limit else { throw BundleFormat.tooLarge(limit) }
        let whole = Array(bytes)
        var written = 0
        while written < whole.count {
            let count = whole.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), whole.count - written)
            }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw Self.failure(reason) }
            written += count
        }
    }

    private static func failure(_ reason: CInt) -> KioskError {
        KioskError(
            reason == ENOSPC ? .bundleNoSpace : .bundleNotWritten,
            "the bundle could not be kept while it is verified: \(String(cString: strerror(reason)))",
            remedy: "Free space on the disk of the state folder. Nothing was taken."
        )
    }
}
