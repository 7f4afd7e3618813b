import Claims
import Glibc

/// Small files that hold one key as hexadecimal text.
enum KeyFile {
    static let signingRemedy =
        "Make one with kiosk-central key new: one line of 64 hexadecimal digits, readable by the daemon's user only."
    static let publicRemedy =
        "Put the public key there that kiosk-central key new wrote: one line of 130 hexadecimal digits."

    /// The file's one word. At most `limit` bytes are read, so that a wrong path cannot fill the memory.
    ///
    /// Throws `key.unreadable`.
    static func text(
        at path: String,
        _ name: String,
        _ remedy: String,
        limit: Int = 256
    ) throws(KioskError) -> String {
        let text = String(decoding: try bytes(at: path, name, remedy, limit: limit), as: UTF8.self)
        let start = text.drop(while: \.isWhitespace)
        let word = start.prefix { !$0.isWhitespace }
        guard !word.isEmpty, start.dropFirst(word.count).allSatisfy(\.isWhitespace) else {
            throw unreadable(path, name, "does not hold exactly one key", remedy)
        }
        return String(word)
    }

    /// All of a file that is smaller than `limit`. Throws `key.unreadable`.
    static func bytes(
        at path: String,
        _ name: String,
        _ remedy: String,
        limit: Int
    ) throws(KioskError) -> [UInt8] {
        do throws(Unreadable) {
            return try read(path, limit: limit)
        } catch {
            throw unreadable(path, name, error.why, remedy)
        }
    }

    static func unreadable(_ path: String, _ name: String, _ why: String, _ remedy: String) -> KioskError {
        KioskError(.keyUnreadable, "the \(name) \(path): \(why)", remedy: remedy)
    }

    private struct Unreadable: Error {
        let why: String
    }

    private static func read(_ path: String, limit: Int) throws(Unreadable) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Unreadable(why: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), limit - filled)
            }
            if count == 0 { return Array(bytes.prefix(filled)) }
            guard count > 0 else {
                let reason = errno
                if reason == EINTR { continue }
                throw Unreadable(why: String(cString: strerror(reason)))
            }
            filled += count
        }
        throw Unreadable(why: "is longer than a key")
    }
}
