import Claims
import Glibc
import Synchronization

/// Keeps a second process out of a store: an exclusive `flock` on a file beside it, held until `release()` or
/// deinitialisation, and by the kernel's doing not beyond the process.
///
/// A file of its own, because closing any descriptor of a database drops SQLite's own locks on it (sqlite.org
/// "How to corrupt", 2.2). It stays when the store goes, and its content says that there was one: so a store that
/// was lost is told from one that was never made, also after a first start that failed half-way.
final class StoreLock: Sendable {
    /// Nil once released.
    private let descriptor: Mutex<Int32?>

    /// Throws `store.in-use` when someone holds it, `store.read-only`, `store.disk-full` or `store.open-failed` when
    /// the file cannot be made.
    init(beside file: StoreFile) throws(KioskError) {
        let opened = open(file.path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw file.failure(errno, doing: "making the lock file") }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(opened)
            throw reason == EWOULDBLOCK ? file.locked() : file.failure(reason, doing: "locking")
        }
        descriptor = Mutex(opened)
    }

    /// Whether a store was here when the lock was last held.
    var knowsStore: Bool {
        descriptor.withLock { descriptor in
            var information = stat()
            guard let descriptor, fstat(descriptor, &information) == 0 else { return false }
            return information.st_size > 0
        }
    }

    /// Remembers on the disk that there is a store.
    func rememberStore(_ file: StoreFile) throws(KioskError) {
        if knowsStore { return }
        let code: Int32 = descriptor.withLock { descriptor in
            guard let descriptor else { return EBADF }
            let mark: StaticString = "a store was made here\n"
            guard write(descriptor, mark.utf8Start, mark.utf8CodeUnitCount) > 0, fsync(descriptor) == 0 else {
                return errno
            }
            return 0
        }
        guard code == 0 else { throw file.failure(code, doing: "writing the lock file") }
    }

    deinit { release() }

    func release() {
        descriptor.withLock { descriptor in
            if let held = descriptor {
                // Closing alone would leave it to a child process that was just forked and still has the descriptor.
                flock(held, LOCK_UN)
                close(held)
            }
            descriptor = nil
        }
    }
}
