package import Claims
import Glibc
package import ReaderProtocols

/// Capture files on disk.
package enum CaptureText {
    /// Throws `capture.file` and `capture.malformed`.
    package static func read(_ path: String) throws(KioskError) -> CaptureFile {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("read", path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= CaptureFile.largestFile {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            let reason = errno
            if count == 0 { break }
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw failure("read", path, reason) }
            bytes += buffer.prefix(count)
        }
        return try CaptureFile(parsing: bytes)
    }

    /// Before a recording begins: what is recorded is lost if it cannot be written. Throws `capture.file`.
    package static func checkCanMake(_ path: String) throws(KioskError) {
        try write("", to: path)
        unlink(path)
    }

    /// Never over a file that is there. Throws `capture.file`.
    package static func write(_ text: String, to path: String) throws(KioskError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("written", path, errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw failure("written", path, reason) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("written", path, errno) }
    }

    private static func failure(_ what: String, _ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            .captureFile,
            "\(path) cannot be \(what): \(String(cString: strerror(reason)))",
            remedy: reason == EEXIST
                ? "give another name; captures are never written over" : "check path, owner and space"
        )
    }
}
