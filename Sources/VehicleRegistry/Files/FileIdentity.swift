import Glibc

/// What tells two files, or two states of one, apart: stat(2)'s device, inode, size and time of the last change.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
    /// Bytes.
    let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil for anything but a regular file.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Nil when there is no regular file at the path.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
