package import Claims
import Glibc

/// This machine, or a folder that looks like one.
package struct LocalMachine: Machine {
    private static let largestFile = 1 << 20
    private static let mostNames = 100_000
    private let root: String

    /// - Parameter root: put before every path; empty for this machine.
    package init(root: String = "") { self.root = root }

    package func bytes(_ path: String) -> [UInt8]? {
        // O_NONBLOCK: a pipe must not hang the doctor.
        let descriptor = open(root + path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < Self.largestFile {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    package func names(in folder: String) -> [String] {
        guard let stream = opendir(root + folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < Self.mostNames, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4_097)
        let count = readlink(root + path, &buffer, 4_096)
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package func resolved(_ path: String) -> String? {
        guard let found = realpath(root + path, nil) else { return nil }
        defer { free(found) }
        let text = String(cString: found)
        guard !root.isEmpty, let base = realpath(root, nil) else { return text }
        defer { free(base) }
        let prefix = String(cString: base)
        return text.hasPrefix(prefix + "/") ? String(text.dropFirst(prefix.count)) : nil
    }

    package func facts(_ path: String) -> MachineFileFacts? {
        var found = stat()
        guard stat(root + path, &found) == 0 else { return nil }
        let kind: MachineFileFacts.Kind =
            switch found.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFSOCK: .socket
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
        return MachineFileFacts(kind: kind, mode: found.st_mode & 0o7777, owner: found.st_uid, group: found.st_gid)
    }

    package func space(_ path: String) -> MachineSpace? {
        var found = statvfs()
        guard statvfs(root + path, &found) == 0 else { return nil }
        return MachineSpace(
            free: UInt64(found.f_bavail) * UInt64(found.f_frsize),
            // Some file systems make them as they need them and say 0 of 0.
            freeFiles: found.f_files > 0 ? UInt64(found.f_favail) : nil,
            isReadOnly: found.f_flag & UInt(ST_RDONLY) != 0
        )
    }

    package func answers(socket path: String) -> Bool {
        var address = sockaddr_un()
        let full = root + path
        guard full.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: full.utf8) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    package var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
