import Claims
import Glibc

/// The file of the control socket. Its folder is made by the unit (`RuntimeDirectory=`) and must be there.
struct ControlSocketFile: Sendable {
    let path: String

    /// Removes the socket that a killed run left behind.
    ///
    /// Throws `listen.in-use` when somebody still listens there, `listen.failed` when the path is too long for a socket
    /// (107 bytes), the folder is missing or the path holds something else.
    func prepare() throws(KioskError) {
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.hasPrefix("/"), path.utf8.count < room else {
            throw failure("the path is not absolute, or longer than \(room - 1) bytes", "set a shorter absolute path")
        }
        var found = stat()
        let folder = path.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        guard stat(folder.isEmpty ? "/" : folder, &found) == 0, found.st_mode & S_IFMT == S_IFDIR else {
            throw failure("the folder \(folder) is not there", "start the daemon by its unit, which makes the folder")
        }
        guard lstat(path, &found) == 0 else { return }
        guard found.st_mode & S_IFMT == S_IFSOCK else {
            throw failure("the file exists and is not a socket", "set another path, or remove the file yourself")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        guard !answers(address) else {
            throw KioskError(
                .listenInUse,
                "another daemon serves the control socket \(path)",
                remedy: "stop it (ss -lxp shows it), or set another path"
            )
        }
        guard unlink(path) == 0 || errno == ENOENT else {
            throw failure(String(cString: strerror(errno)), "set a path in a folder that the daemon may write to")
        }
    }

    /// Everybody may connect, on purpose: not the file's mode but the check of who asks decides, and that can say why
    /// it refuses and what to do, while a file's mode says "permission denied".
    func open() throws(KioskError) {
        guard chmod(path, 0o666) == 0 else {
            throw failure(String(cString: strerror(errno)), "set a path on a file system with permissions")
        }
    }

    func remove() { _ = unlink(path) }

    private func answers(_ address: sockaddr_un) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private func failure(_ why: String, _ remedy: String) -> KioskError {
        KioskError(.listenFailed, "cannot serve the control socket \(path): \(why)", remedy: remedy)
    }
}
