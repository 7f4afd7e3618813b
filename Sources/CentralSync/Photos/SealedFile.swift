import Dispatch
import Glibc

/// A file that is sent as it lies on the disk.
struct SealedFile: Sendable {
    let path: String
    /// That it must have.
    let bytes: Int64

    private static let queue = DispatchQueue(label: "sealed-files")

    /// Nil when the file is not there, or has another size.
    func piece(at offset: Int64, count: Int) async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: read(at: offset, count: count)) }
        }
    }

    private func read(at offset: Int64, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == bytes else {
            return nil
        }
        var piece = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = piece.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    count - filled,
                    off_t(offset) + off_t(filled)
                )
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            filled += got
        }
        return piece
    }
}
