import Claims
import Glibc

/// The stable name of a simulated device: a symbolic link to its current `/dev/pts/N`, as udev makes for real ones.
struct DeviceLink {
    let path: String

    /// Makes or replaces the link in one step: whoever opens it finds the old target or the new one, never nothing.
    /// A missing parent folder is made.
    ///
    /// Throws `rehearsal.simulator-failed`, also when `path` is something other than a symbolic link.
    func point(to target: String) throws(KioskError) {
        try makeFolders()
        var found = stat()
        if lstat(path, &found) == 0, found.st_mode & S_IFMT != S_IFLNK {
            throw KioskError(
                .simulatorFailed,
                "\(path) exists and is not a symbolic link",
                remedy: "Give another path, or remove the file yourself"
            )
        }
        let temporary = "\(path).\(getpid()).new"
        _ = unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw failure("symlink \(temporary)", errno) }
        guard rename(temporary, path) == 0 else {
            let number = errno
            _ = unlink(temporary)
            throw failure("rename \(temporary)", number)
        }
    }

    /// Removes the link if it still points at `target`; another simulator may have taken the name over.
    func remove(pointingAt target: String) {
        let current = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer -> String? in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink(path, start, buffer.count)
            guard count >= 0 else { return nil }
            return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        if current == target { _ = unlink(path) }
    }

    private func makeFolders() throws(KioskError) {
        let parts = path.split(separator: "/").dropLast()
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in parts {
            folder += part
            guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure("mkdir \(folder)", errno) }
            folder += "/"
        }
    }

    private func failure(_ call: String, _ number: CInt) -> KioskError {
        KioskError(
            .simulatorFailed,
            "Cannot make the device link \(path): \(call): \(systemMessage(number))",
            remedy: "Give a path in a folder that this user may write to"
        )
    }
}
