package import Claims
import Crypto
import Glibc

/// The programme's key for equality without plain text: who holds it can tell that two claims name the same person
/// or vehicle, who lacks it learns nothing from the digests, although identity numbers are few enough to try them all.
///
/// 32 bytes. Never printed: description and mirror show nothing of it.
package struct DigestKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// What a digest names. Part of the digested input, so that one text gives different digests as person and vehicle.
    package enum Kind: String, CaseIterable, Sendable {
        case person
        case vehicle
    }

    private let key: SymmetricKey

    /// From 64 hexadecimal digits, either case; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex), bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// From a file of 64 hexadecimal digits; white space around them is ignored.
    ///
    /// Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        let text = String(decoding: try Self.read(path), as: UTF8.self)
        let trimmed = text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
        guard text.drop(while: \.isWhitespace).dropFirst(trimmed.count).allSatisfy(\.isWhitespace),
            let key = DigestKey(hex: trimmed)
        else { throw Self.unreadable(path, "does not hold exactly 64 hexadecimal digits") }
        self = key
    }

    /// HMAC-SHA-256 (RFC 2104) of the kind's name, a zero byte and the text in UTF-8: 64 lower-case hex digits.
    ///
    /// The caller folds the text first: equal things must be equal texts.
    package func digest(_ kind: Kind, _ text: String) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array(kind.rawValue.utf8) + [0])
        code.update(data: Array(text.utf8))
        return Hexadecimal.text(code.finalize())
    }

    package var description: String { "DigestKey(hidden)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// At most `limit` bytes are read, so that a wrong path cannot fill the memory.
    private static func read(_ path: String, limit: Int = 256) throws(KioskError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
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
                throw unreadable(path, String(cString: strerror(reason)))
            }
            filled += count
        }
        throw unreadable(path, "is longer than a key")
    }

    private static func unreadable(_ path: String, _ why: String) -> KioskError {
        KioskError(
            .keyUnreadable,
            "the digest key \(path): \(why)",
            remedy:
                "Put the programme's key there: one line of 64 hexadecimal digits, readable by the daemon's user only."
        )
    }
}
