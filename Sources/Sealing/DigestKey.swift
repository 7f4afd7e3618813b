package import Claims
import Crypto

/// The programme's key for equality without plain text: who holds it can tell that two claims name the same person
/// or vehicle, who lacks it learns nothing from the digests, although identity numbers are few enough to try them all.
///
/// 32 bytes. Never printed: description and mirror show nothing of it.
package struct DigestKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// What a digest names. Part of the digested input, so that one text gives different digests as person and vehicle.
    package enum Kind: String, CaseIterable, Sendable {
        case person
        case vehicle
        /// The same person with the same vehicle, for programmes that read the once-only rule that way.
        case pair
        case battery
        case motor
        case frame
        /// A bank card.
        case card
    }

    private let key: SymmetricKey
    /// By kind, each after the key, the kind's name and the zero byte: what is the same for all its texts.
    private let begun: [Kind: HMAC<SHA256>]

    /// From 64 hexadecimal digits, either case; nil for anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hexadecimal.bytes(hex), bytes.count == 32 else { return nil }
        let key = SymmetricKey(data: bytes)
        self.key = key
        begun = Dictionary(
            uniqueKeysWithValues: Kind.allCases.map { kind in
                var code = HMAC<SHA256>(key: key)
                code.update(data: Array(kind.rawValue.utf8) + [0])
                return (kind, code)
            }
        )
    }

    /// From a file of 64 hexadecimal digits; white space around them is ignored.
    ///
    /// Throws `key.unreadable`.
    package init(fileAt path: String) throws(KioskError) {
        guard let key = DigestKey(hex: try KeyFile.text(at: path, "digest key", Self.remedy)) else {
            throw KeyFile.unreadable(path, "digest key", "does not hold exactly 64 hexadecimal digits", Self.remedy)
        }
        self = key
    }

    /// The file's 64 digits, for handing the key to a kiosk that is being enrolled. Nowhere else.
    package var secretText: String { key.withUnsafeBytes { Hexadecimal.text($0) } }

    /// HMAC-SHA-256 (RFC 2104) of the kind's name, a zero byte and the text in UTF-8: 64 lower-case hex digits.
    ///
    /// The caller folds the text first: equal things must be equal texts.
    package func digest(_ kind: Kind, _ text: String) -> String {
        var code = begun[kind, default: HMAC(key: key)]
        code.update(data: Array(text.utf8))
        return Hexadecimal.text(code.finalize())
    }

    package var description: String { "DigestKey(hidden)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    private static let remedy =
        "Put the programme's key there: one line of 64 hexadecimal digits, readable by the daemon's user only."
}
