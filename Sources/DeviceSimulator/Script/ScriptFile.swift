import Claims
import Glibc

/// A script on disk.
struct ScriptFile {
    let path: String

    /// Throws `rehearsal.script.unreadable`, also for a text that is not UTF-8, and `rehearsal.script.too-long`.
    func text() throws(KioskError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(systemMessage(errno)) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(systemMessage(errno)) }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            guard bytes.count <= ScriptParser.maximumSize else {
                throw KioskError(
                    .scriptTooLong,
                    "The script \(path) has more than \(ScriptParser.maximumSize) bytes",
                    remedy: "Make it shorter, or two of it"
                )
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("it is not UTF-8 text") }
        return text
    }

    private func failure(_ why: String) -> KioskError {
        KioskError(.scriptUnreadable, "Cannot read the script \(path): \(why)", remedy: "Check the path")
    }
}
