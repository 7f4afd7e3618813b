import Claims
import Glibc

/// A store's file on the disk: where it is, and what it is called in messages.
package struct StoreFile: Sendable {
    /// What a technician should know of this store when it is in trouble; each a sentence of its own.
    package struct Advice: Sendable {
        package let whenFull: String
        package let whenDamaged: String

        package init(whenFull: String, whenDamaged: String) {
            self.whenFull = whenFull
            self.whenDamaged = whenDamaged
        }
    }

    package let path: String
    /// As in "the … is damaged".
    package let noun: String
    /// The one program that opens it.
    package let program: String
    let advice: Advice

    package init(path: String, noun: String, program: String, advice: Advice) {
        self.path = path
        self.noun = noun
        self.program = program
        self.advice = advice
    }

    /// Bytes that an unprivileged process may still write on its disk; nil when the kernel does not say.
    package var freeBytes: UInt64? {
        var information = statvfs()
        guard statvfs(folder, &information) == 0 else { return nil }
        let (bytes, overflow) = UInt64(information.f_bavail).multipliedReportingOverflow(
            by: UInt64(information.f_frsize)
        )
        return overflow ? .max : bytes
    }

    private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "." }

    func checkFolder() throws(KioskError) {
        var information = stat()
        let code = stat(folder, &information) == 0 ? 0 : errno
        guard code == 0 else { throw failure(code, doing: "opening the folder") }
        guard information.st_mode & S_IFMT == S_IFDIR else { throw failure(ENOTDIR, doing: "opening the folder") }
    }

    /// Bytes of the file, or of the one beside it with `suffix`; nil when nothing is there. Throws `store.open-failed`
    /// for anything but a plain file.
    func size(_ suffix: String = "") throws(KioskError) -> Int64? {
        var information = stat()
        guard stat(path + suffix, &information) == 0 else {
            if errno == ENOENT { return nil }
            throw failure(errno, doing: "looking at the file")
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw KioskError(
                .storeOpen,
                "\(path)\(suffix) is not a plain file",
                remedy: "Let the settings name a file in the daemon's state folder."
            )
        }
        return Int64(information.st_size)
    }

    /// Whether the path is a symbolic link; asked when nothing is where it leads.
    func isDanglingLink() throws(KioskError) -> Bool {
        var information = stat()
        guard lstat(path, &information) == 0 else {
            if errno == ENOENT { return false }
            throw failure(errno, doing: "looking at the file")
        }
        return information.st_mode & S_IFMT == S_IFLNK
    }

    /// Makes names in the folder durable (fsync(2), last paragraph of its description).
    func syncFolder() throws(KioskError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno, doing: "opening the folder") }
        let code = fsync(descriptor) == 0 ? 0 : errno
        close(descriptor)
        guard code == 0 else { throw failure(code, doing: "syncing the folder") }
    }
}
