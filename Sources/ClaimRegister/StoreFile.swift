import Claims

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The store's file on disk, as far as SQLite does not see to it.
enum StoreFile {
    /// Makes the file readable for nobody but its owner; SQLite gives its other files the same mode.
    static func prepare(_ path: String) throws(KioskError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            guard code != EACCES || access(path, F_OK) != 0 else { throw StoreFault.readOnly(path) }
            throw StoreFault.files(code, at: path)
        }
        _ = close(descriptor)
    }

    /// Makes the names of new files durable. Source: fsync(2), last paragraph of its description.
    static func syncDirectory(of path: String) throws(KioskError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFault.files(errno, at: folder) }
        let code = fsync(descriptor) == 0 ? 0 : errno
        _ = close(descriptor)
        guard code == 0 else { throw StoreFault.files(code, at: folder) }
    }
}
