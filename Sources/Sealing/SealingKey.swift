package import Claims
import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A public key that others seal to: X25519 (RFC 7748). Who has it can close a box, and open none.
package struct SealingKey: Sendable, Equatable, CustomStringConvertible {
    let key: Curve25519.KeyAgreement.PublicKey
    /// 64 lower-case hexadecimal digits.
    package let hex: String
    /// The first 16 hexadecimal digits of the SHA-256 of the key's 32 bytes: names it in documents and files.
    package let fingerprint: String

    init(_ key: Curve25519.KeyAgreement.PublicKey) {
        self.key = key
        hex = Hexadecimal.text(key.rawRepresentation)
        fingerprint = String(Hexadecimal.text(SHA256.hash(data: key.rawRepresentation)).prefix(16))
    }

    /// From 64 hexadecimal digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex), bytes.count == 32,
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.init(key)
    }

    /// From a file of 64 hexadecimal digits; white space around them is ignored. Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        let remedy = "Put the .pub there that kiosk-central key sealing wrote: one line of 64 hexadecimal digits."
        let text = try KeyFile.text(at: path, "sealing key", remedy)
        guard !text.hasPrefix(OpeningKey.mark) else {
            throw KeyFile.unreadable(path, "sealing key", "is a secret key, and this place is for a public one", remedy)
        }
        guard let key = SealingKey(hex: text) else {
            throw KeyFile.unreadable(path, "sealing key", "is not an X25519 key of 64 digits", remedy)
        }
        self = key
    }

    package var description: String { fingerprint }

    package static func == (left: Self, right: Self) -> Bool { left.hex == right.hex }
}

/// The private half, which opens what was sealed to the public one. Never printed.
package struct OpeningKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// Begins the secret's text: any 32 bytes are a public key too, so that nothing else tells the two halves apart.
    static let mark = "x25519-secret:"

    let key: Curve25519.KeyAgreement.PrivateKey
    package let sealingKey: SealingKey

    private init(_ key: Curve25519.KeyAgreement.PrivateKey) {
        self.key = key
        sealingKey = SealingKey(key.publicKey)
    }

    /// A new key from the system's random numbers.
    package init() { self.init(Curve25519.KeyAgreement.PrivateKey()) }

    /// From a file of a `secretText`; white space around it is ignored. Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        let remedy = """
            Put the .key there that kiosk-central key sealing wrote: one line, \(Self.mark) and 64 hexadecimal digits, \
            readable by the daemon's user only.
            """
        let text = try KeyFile.text(at: path, "opening key", remedy)
        guard text.hasPrefix(Self.mark), let bytes = Hexadecimal.bytes(text.dropFirst(Self.mark.count)),
            bytes.count == 32, let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { throw KeyFile.unreadable(path, "opening key", "is not the secret half of an X25519 pair", remedy) }
        self.init(key)
    }

    /// `mark` and 64 hexadecimal digits, for a file that only its user may read. Nowhere else.
    package var secretText: String { Self.mark + Hexadecimal.text(key.rawRepresentation) }

    package var description: String { "OpeningKey(hidden)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
