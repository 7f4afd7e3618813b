import Claims
import Glibc

/// A regular file open for reading at any place, closed with its last user.
///
/// There is no position to share: pread(2) makes the one descriptor safe for all threads at once.
final class ReadOnlyFile: Sendable {
    let path: String
    /// As it was when it was opened.
    let identity: FileIdentity
    private let descriptor: Int32
    private let code: KioskError.Code
    private let remedy: String

    /// Throws `code` for anything but a regular file that can be read.
    init(_ path: String, code: KioskError.Code, remedy: String) throws(KioskError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw KioskError(code, "\(path): \(String(cString: strerror(errno)))", remedy: remedy)
        }
        guard let identity = FileIdentity(descriptor: descriptor) else {
            close(descriptor)
            throw KioskError(code, "\(path) is no regular file", remedy: remedy)
        }
        self.path = path
        self.identity = identity
        self.descriptor = descriptor
        self.code = code
        self.remedy = remedy
    }

    deinit { close(descriptor) }

    var size: Int { Int(identity.size) }

    /// False once somebody wrote into the file that was opened; a new file under its name does not count.
    var isUnchanged: Bool { FileIdentity(descriptor: descriptor) == identity }

    /// Fills the buffer from `offset` on; fewer bytes than it holds only at the end of the file.
    ///
    /// Throws the code given at the start, with what the system said.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(KioskError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
            if count == 0 { break }
            guard count > 0 else {
                let reason = errno
                if reason == EINTR { continue }
                throw KioskError(
                    code,
                    "\(path) cannot be read at byte \(offset + filled): \(String(cString: strerror(reason)))",
                    remedy: remedy
                )
            }
            filled += count
        }
        return filled
    }

    /// At most `count` bytes from `offset` on; fewer only at the end of the file.
    func bytes(at offset: Int, count: Int) throws(KioskError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
        defer { buffer.deallocate() }
        let filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        return Array(buffer[..<filled])
    }
}
