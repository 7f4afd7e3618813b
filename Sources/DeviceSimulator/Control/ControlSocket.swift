import Claims
import Glibc

/// The file of the control socket.
struct ControlSocket {
    let path: String

    /// Makes missing folders and removes the socket that a killed run left behind.
    ///
    /// Throws `listen.in-use` when somebody still listens there, `listen.failed` when the path is too long for a
    /// socket or holds something else.
    func prepare() throws(KioskError) {
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < room else {
            throw failure("a socket's path has 1 to \(room - 1) bytes", "Give a shorter path")
        }
        if let problem = makeFolders(for: path) {
            throw failure("\(problem.call): \(systemMessage(problem.number))", "Give a path in a folder of this user")
        }
        var found = stat()
        guard lstat(path, &found) == 0 else { return }
        guard found.st_mode & S_IFMT == S_IFSOCK else {
            throw failure("the file exists and is not a socket", "Give another path, or remove the file yourself")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        guard !answers(address) else {
            throw KioskError(
                .listenInUse,
                "Another simulator serves the control socket \(path)",
                remedy: "Stop it, or give another path"
            )
        }
        guard unlink(path) == 0 || errno == ENOENT else {
            throw failure(systemMessage(errno), "Give a path in a folder that this user may write to")
        }
    }

    /// Only the user who runs the simulator may use it.
    func restrict() throws(KioskError) {
        guard chmod(path, 0o600) == 0 else {
            throw failure(systemMessage(errno), "Give a path on a file system with permissions")
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
        KioskError(.listenFailed, "Cannot serve the control socket \(path): \(why)", remedy: remedy)
    }
}
