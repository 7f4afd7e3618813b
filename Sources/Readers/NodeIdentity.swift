import Glibc

/// What is at a path: another device at the same path differs.
struct NodeIdentity: Equatable {
    private let fileSystem: UInt64
    private let inode: UInt64
    private let number: UInt64

    /// Follows links; nil when nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        fileSystem = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        number = UInt64(status.st_rdev)
    }
}
