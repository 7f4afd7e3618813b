import Claims

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Keeps a second process off the store for as long as it lives.
///
/// An advisory lock on a file of its own beside the store; the kernel lets go of it when the process ends, however it
/// ends. Source: flock(2).
final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Throws `store.in-use` when another process holds it, `store.open-failed` when the file cannot be made.
    init(beside path: String) throws(KioskError) {
        let file = path + ".lock"
        let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw StoreFault.files(errno, at: file) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            Self.end(opened)
            guard code == EWOULDBLOCK else { throw StoreFault.files(code, at: file) }
            throw KioskError(
                .storeBusy,
                "Another process has the claim register \(path) open.",
                remedy: "Stop the other kiosk-central first, or give this one a state directory of its own."
            )
        }
        descriptor = opened
    }

    deinit { Self.end(descriptor) }

    private static func end(_ descriptor: Int32) { _ = close(descriptor) }
}
