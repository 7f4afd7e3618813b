import Glibc

/// A part of a file.
enum FilePiece {
    /// At most `limit` bytes from `offset`, and the length of the whole; nil when the file cannot be read.
    static func read(_ path: String, at offset: Int64, _ limit: Int) -> (bytes: [UInt8], length: Int64)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = pread(descriptor, &bytes, limit, off_t(offset))
        guard count >= 0 else { return nil }
        return (Array(bytes.prefix(count)), Int64(information.st_size))
    }
}
