import CrashPoints
import Glibc

/// Small files that are whole or not there, whatever happens: written beside their place, synced, moved onto it, and the
/// folder synced (rename(2), fsync(2)).
package enum DurableFile {
    /// What the system answered, an errno value.
    package struct Failure: Error {
        package let reason: CInt
    }

    /// Puts `bytes` at `path`, readable for the daemon's user only, or for all if it is no secret. What stood there before
    /// stays if this throws.
    package static func write(_ bytes: [UInt8], to path: String, isOpen: Bool = false) throws(Failure) {
        let draft = "\(path).part"
        do throws(Failure) {
            try writeWhole(bytes, to: draft, isOpen: isOpen)
            CrashPoint.fileDrafted.pass()
            try check(rename(draft, path))
            CrashPoint.filePlaced.pass()
        } catch {
            unlink(draft)
            throw error
        }
        try sync(folder(of: path))
    }

    /// Puts a file that was written otherwise at `path`, its content on the disk first. Both are on one file system.
    package static func move(_ draft: String, to path: String) throws(Failure) {
        let descriptor = open(draft, O_RDONLY | O_CLOEXEC)
        try check(descriptor)
        defer { close(descriptor) }
        try check(fsync(descriptor))
        try check(rename(draft, path))
        try sync(folder(of: path))
    }

    private static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return folder.isEmpty ? "/" : folder
    }

    private static func writeWhole(_ bytes: [UInt8], to file: String, isOpen: Bool) throws(Failure) {
        // What an earlier run left, or somebody put there: a link is never followed.
        unlink(file)
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        try check(descriptor)
        defer { close(descriptor) }
        // Whatever the umask; a stick's file system may have no modes.
        if isOpen { _ = fchmod(descriptor, 0o644) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw Failure(reason: reason) }
            written += count
        }
        try check(fsync(descriptor))
    }

    private static func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try check(descriptor)
        defer { close(descriptor) }
        try check(fsync(descriptor))
    }

    /// Called directly with a call's result: errno is still that call's.
    private static func check(_ result: CInt) throws(Failure) {
        let reason = errno
        guard result >= 0 else { throw Failure(reason: reason) }
    }
}
