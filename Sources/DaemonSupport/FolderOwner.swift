import Glibc

/// Lets root work in a folder of the daemon's with no more rights than the daemon's user has.
///
/// Who has taken the daemon over may put a link where a file is expected; root would write to, or give away, whatever it
/// points to. For the whole process, all its threads (seteuid(2)): for tools, never for a daemon.
package struct FolderOwner: Sendable {
    private let before: Rights?

    private struct Rights {
        let group: gid_t
        let others: [gid_t]
    }

    /// From here on this process acts as the folder's owner, if it is root's and the folder is not. End it by `leave`.
    package init(of folder: String) throws(DurableFile.Failure) {
        var owner = stat()
        guard stat(folder, &owner) == 0 else { throw DurableFile.Failure(reason: errno) }
        guard geteuid() == 0, owner.st_uid != 0 else {
            before = nil
            return
        }
        var others = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = getgroups(CInt(others.count), &others)
        let rights = Rights(group: getegid(), others: Array(others.prefix(max(0, Int(count)))))
        guard setgroups(0, nil) == 0, setegid(owner.st_gid) == 0, seteuid(owner.st_uid) == 0 else {
            let reason = errno
            Self.take(rights)
            throw DurableFile.Failure(reason: reason)
        }
        before = rights
    }

    /// Root again. If that failed, what follows would lack rights, and say so.
    package func leave() {
        if let before { Self.take(before) }
    }

    private static func take(_ rights: Rights) {
        _ = seteuid(0)
        _ = setegid(rights.group)
        _ = rights.others.withUnsafeBufferPointer { setgroups($0.count, $0.baseAddress) }
    }
}
