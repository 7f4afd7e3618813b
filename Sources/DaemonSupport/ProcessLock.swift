package import Claims
import Glibc

/// Lets one process of a daemon run on a state folder: an exclusive `flock` on `<name>.lock` in it, with the process id
/// inside for people. The kernel releases it with the process, however it ends; keep the value as long as the daemon
/// runs.
package final class ProcessLock: Sendable {
    private let descriptor: Int32

    /// Throws `daemon.already-running`, or `store.open-failed`, `store.read-only` or `store.disk-full` when the folder is
    /// not usable.
    package init(folder: String, name: String) throws(KioskError) {
        let path = "\(folder)/\(name).lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Self.unusable(path, errno) }
        Self.giveToOwner(of: folder, opened)
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            defer { close(opened) }
            guard reason == EWOULDBLOCK else { throw Self.unusable(path, reason) }
            let holder = Self.holder(opened).map { " with process id \($0)" } ?? ""
            throw KioskError(
                .alreadyRunning,
                "\(name) already runs on \(folder)\(holder)",
                remedy: "Stop it first, or give this one a state folder of its own."
            )
        }
        let text = Array("\(getpid())\n".utf8)
        // For people only: a full disk must not keep the daemon from starting, and the lock holds without it.
        if ftruncate(opened, 0) == 0 { _ = pwrite(opened, text, text.count, 0) }
        descriptor = opened
    }

    deinit {
        // Closing alone would leave the lock with a child that was just forked.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Root leaves no file that the daemon, whose folder it is, cannot open. Not one that has a second name elsewhere.
    private static func giveToOwner(of folder: String, _ descriptor: Int32) {
        var (owner, file) = (stat(), stat())
        guard geteuid() == 0, stat(folder, &owner) == 0, fstat(descriptor, &file) == 0,
            file.st_mode & S_IFMT == S_IFREG, file.st_nlink == 1, file.st_uid == 0, owner.st_uid != 0
        else { return }
        _ = fchown(descriptor, owner.st_uid, owner.st_gid)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private static func unusable(_ path: String, _ code: Int32) -> KioskError {
        let name: KioskError.Code =
            switch code {
            case EROFS, EACCES, EPERM: .storeReadOnly
            case ENOSPC, EDQUOT: .storeDiskFull
            default: .storeOpen
            }
        return KioskError(
            name,
            "the lock file \(path) cannot be made: \(String(cString: strerror(code)))",
            remedy:
                "Check the state folder: it must exist, on a local disk with free space, owned by the daemon's user."
        )
    }
}
