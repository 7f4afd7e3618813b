import Crypto
import CryptoExtras

/// A supervisor's PIN as a file keeps it: scrypt (RFC 7914) over the PIN with a salt of its own.
///
/// `scrypt$14$<salt>$<hash>`: log2 of the rounds, 16 bytes and 32 bytes as lower-case hex; blocks of 8, parallelism 1,
/// 16 MiB of memory. A PIN has few digits: whoever copies the file can try them all, so the file belongs to the
/// daemon's user only.
package struct PINHash: Sendable, Equatable, CustomReflectable {
    package let text: String
    private let rounds: Int
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// From its written form; nil for anything else, and for rounds that are too few (2^12) or too many (2^18).
    package init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0] == "scrypt", let power = Int(fields[1]), (12...18).contains(power),
            let salt = Hexadecimal.bytes(fields[2]), salt.count == 16,
            let hash = Hexadecimal.bytes(fields[3]), hash.count == 32
        else { return nil }
        self.text = String(text)
        rounds = 1 << power
        self.salt = salt
        self.hash = hash
    }

    /// Of a PIN of 4–12 digits, with a new salt; nil for anything else. Takes some 50 ms and blocks.
    package init?(pin: String) {
        guard (4...12).contains(pin.utf8.count), pin.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        guard let hash = Self.derive(pin, salt, rounds: 1 << 14) else { return nil }
        self.init("scrypt$14$\(Hexadecimal.text(salt))$\(Hexadecimal.text(hash))")
    }

    /// Takes some 50 ms and blocks.
    package func matches(_ pin: String) -> Bool {
        guard pin.utf8.count <= 12, let derived = Self.derive(pin, salt, rounds: rounds) else { return false }
        // In constant time.
        return SymmetricKey(data: derived) == SymmetricKey(data: hash)
    }

    private static func derive(_ pin: String, _ salt: [UInt8], rounds: Int) -> [UInt8]? {
        let key = try? KDF.Scrypt.deriveKey(
            from: Array(pin.utf8),
            salt: salt,
            outputByteCount: 32,
            rounds: rounds,
            blockSize: 8,
            parallelism: 1
        )
        return key?.withUnsafeBytes { Array($0) }
    }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
