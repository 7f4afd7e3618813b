package import Claims
import Glibc

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The file of a Unix socket that somebody listens on. Its folder must be there.
package struct UnixSocketFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Removes the socket that a killed run left behind.
    ///
    /// Throws `listen.in-use` when somebody still listens there, `listen.failed` when the path is too long for a socket
    /// (107 bytes), the folder is missing or the path holds something else.
    package func prepare() throws(KioskError) {
        var address = sockaddr_un()
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < room else {
            throw failure("a socket's path has 1 to \(room - 1) bytes", "Give a shorter path.")
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let parent = path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder
        var isFolder = false
        guard FileManager.default.fileExists(atPath: parent, isDirectory: &isFolder), isFolder else {
            throw failure("the folder \(parent) is not there", "Start the daemon by its unit, which makes the folder.")
        }
        // Of the path itself, not of what a link leads to.
        guard let found = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard found[.type] as? FileAttributeType == .typeSocket else {
            throw failure("the file exists and is not a socket", "Give another path, or remove the file yourself.")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        guard !answers(address) else {
            throw KioskError(
                .listenInUse,
                "another program serves the socket \(path)",
                remedy: "Stop it (ss -lxp shows it), or give another path."
            )
        }
        guard unlink(path) == 0 || errno == ENOENT else {
            throw failure(String(cString: strerror(errno)), "Give a path in a folder that this user may write to.")
        }
    }

    /// Who may connect: the file's mode.
    package func allow(_ mode: UInt32) throws(KioskError) {
        guard chmod(path, mode) == 0 else {
            throw failure(String(cString: strerror(errno)), "Give a path on a file system with permissions.")
        }
    }

    package func remove() { _ = unlink(path) }

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
        KioskError(.listenFailed, "cannot serve the socket \(path): \(why)", remedy: remedy)
    }
}
