import Claims
import Glibc

/// Files that a command writes for a person.
enum OutputFile {
    static func write(_ text: String, to path: String) throws(KioskError) { try write(Array(text.utf8), to: path) }

    /// Whole or not at all: written beside the old file, synced, then renamed over it.
    ///
    /// Throws `certificate.not-written`.
    static func write(_ bytes: [UInt8], to path: String) throws(KioskError) {
        let beside = "\(path).new-\(getpid())"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw failure(path, errno) }
        var reason: Int32 = 0
        var rest = bytes[...]
        while !rest.isEmpty, reason == 0 {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                reason = errno
            }
        }
        if reason == 0, fsync(descriptor) != 0 { reason = errno }
        if close(descriptor) != 0, reason == 0 { reason = errno }
        if reason == 0, rename(beside, path) != 0 { reason = errno }
        guard reason == 0 else {
            unlink(beside)
            throw failure(path, reason)
        }
    }

    /// The folder and those above it, as far as they are missing.
    static func makeFolder(_ path: String) throws(KioskError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? "\(name)" : "/\(name)"
            if mkdir(made, 0o755) != 0, errno != EEXIST { throw failure(path, errno) }
        }
    }

    private static func failure(_ path: String, _ reason: Int32) -> KioskError {
        KioskError(
            .certificateNotWritten,
            "\(path) could not be written: \(String(cString: strerror(reason))).",
            remedy: "Check folder, owner and free space."
        )
    }
}
