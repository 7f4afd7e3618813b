import Claims
import DaemonSupport
import Glibc

/// Puts the central's registry snapshot where the kiosk looks for one, as a second name of the same file.
enum SnapshotPlacing {
    /// Does nothing when it is there already. Throws `central.file-refused`.
    static func place(_ source: String, at path: String) throws(KioskError) {
        var (from, to) = (stat(), stat())
        guard stat(source, &from) == 0 else { throw refused(path, errno) }
        if stat(path, &to) == 0, from.st_dev == to.st_dev, from.st_ino == to.st_ino { return }
        let draft = "\(path).central"
        unlink(draft)
        // Another file system has no second name for it, and its folder is then no place for the kiosk's files.
        guard link(source, draft) == 0 else { throw refused(path, errno) }
        do throws(DurableFile.Failure) {
            try DurableFile.move(draft, to: path)
        } catch {
            unlink(draft)
            throw refused(path, error.reason)
        }
    }

    /// The same at the start, unless somebody put another snapshot there since the central's came: `list` is the file
    /// that was written then.
    static func placeUnlessReplaced(_ source: String, at path: String, list: String) throws(KioskError) {
        var (written, found) = (stat(), stat())
        if stat(path, &found) == 0, stat(list, &written) == 0,
            (found.st_ctim.tv_sec, found.st_ctim.tv_nsec) > (written.st_mtim.tv_sec, written.st_mtim.tv_nsec)
        {
            return
        }
        try place(source, at: path)
    }

    private static func refused(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            .centralFile,
            "the central's registry snapshot cannot be put at \(path): \(String(cString: strerror(reason)))",
            remedy: "Let `registry.snapshot` in the settings be a file in the state folder."
        )
    }
}
