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
        if let problem = makeFolders(for: path) { throw failure(problem.call, problem.number) }
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

    private func failure(_ call: String, _ number: CInt) -> KioskError {
        KioskError(
            .simulatorFailed,
            "Cannot make the device link \(path): \(call): \(systemMessage(number))",
            remedy: "Give a path in a folder that this user may write to"
        )
    }
}

/// Makes the folders above `path` that are missing; nil when they are all there, else the call that failed.
func makeFolders(for path: String) -> (call: String, number: CInt)? {
    var folder = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/").dropLast() {
        folder += part
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { return ("mkdir \(folder)", errno) }
        folder += "/"
    }
    return nil
}
