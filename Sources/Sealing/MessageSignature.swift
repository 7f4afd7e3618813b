package import Claims

/// A signature of the central or of a kiosk over the bytes of one message, as a header or a file's line carries it.
///
/// What is signed begins with the message's kind, so that the signature of one kind never counts for another:
/// `recycling-kiosk <kind>`, a line feed, the body.
package struct MessageSignature: Equatable, Sendable {
    /// What a message is. Part of what is signed.
    package enum Kind: String, CaseIterable, Sendable {
        /// Answers to claims, to a single one or to many.
        case answers
        /// What changed of a kiosk's claims.
        case changes
        /// What the central has for kiosks: programmes, calendars, registry, keys.
        case manifest
        /// Public keys that claims are sealed to.
        case sealingKeys = "sealing-keys"
        /// The end of a kiosk's chain, said by the kiosk.
        case head
        /// What the central has of a kiosk's day.
        case day
        /// A file of claims, answers or links of a chain.
        case bundle
        /// That a kiosk's store was wiped.
        case wipe
    }

    /// HTTP header field, lower case.
    package static let header = "kiosk-signature"

    /// `VerificationKey.fingerprint` of who signed.
    package let fingerprint: String
    /// 64 bytes.
    package let bytes: [UInt8]

    /// `<fingerprint>:<128 hexadecimal digits>`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2, fields[0].utf8.count == 16, Hexadecimal.bytes(fields[0]) != nil,
            let bytes = Hexadecimal.bytes(fields[1]), bytes.count == 64
        else { return nil }
        fingerprint = String(fields[0])
        self.bytes = bytes
    }

    /// Signs a message. Throws `internal.fault` if the cryptographic library fails.
    package init(of kind: Kind, _ body: [UInt8], by key: SigningKey) throws(KioskError) {
        fingerprint = key.verificationKey.fingerprint
        bytes = try key.sign(Self.signed(kind, body))
    }

    /// Whether this is the key's signature over a message of this kind with these bytes.
    package func isValid(for kind: Kind, _ body: [UInt8], by key: VerificationKey) -> Bool {
        fingerprint == key.fingerprint && key.isValid(bytes, for: Self.signed(kind, body))
    }

    package var text: String { "\(fingerprint):\(Hexadecimal.text(bytes))" }

    private static func signed(_ kind: Kind, _ body: [UInt8]) -> [UInt8] {
        Array("recycling-kiosk \(kind.rawValue)\n".utf8) + body
    }
}
