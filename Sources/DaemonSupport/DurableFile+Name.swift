import Glibc

extension DurableFile {
    /// Gives a file a second name, in place of what is there (link(2), rename(2)); nothing happens when it has it already.
    /// Both are on one file system.
    package static func name(_ source: String, as path: String) throws(Failure) {
        var from = stat()
        var to = stat()
        guard stat(source, &from) == 0 else { throw Failure(reason: errno) }
        // A rename between two names of one file would leave both.
        if stat(path, &to) == 0, from.st_dev == to.st_dev, from.st_ino == to.st_ino { return }
        let draft = "\(path).link"
        unlink(draft)
        guard link(source, draft) == 0 else { throw Failure(reason: errno) }
        do throws(Failure) {
            try move(draft, to: path)
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Whether the name was given, or the file behind it changed, after the other file was written. False when either is
    /// not there.
    package static func isNamed(_ path: String, after other: String) -> Bool {
        var named = stat()
        var written = stat()
        guard stat(path, &named) == 0, stat(other, &written) == 0 else { return false }
        let change = named.st_ctim
        let writing = written.st_mtim
        return (change.tv_sec, change.tv_nsec) > (writing.tv_sec, writing.tv_nsec)
    }
}
