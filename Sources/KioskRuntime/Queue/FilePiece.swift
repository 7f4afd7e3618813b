import Glibc

/// A part of a file.
enum FilePiece {
    /// At most `limit` bytes from `offset`, and the length of the whole; nil when the file cannot be read.
    static func read(_ path: String, at offset: Int64, _ limit: Int) -> (bytes: [UInt8], length: Int64)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Fails for what has no length; reading fails for a folder.
        let length = lseek(descriptor, 0, SEEK_END)
        guard length >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = pread(descriptor, &bytes, limit, off_t(offset))
        guard count >= 0 else { return nil }
        return (Array(bytes.prefix(count)), Int64(length))
    }
}
