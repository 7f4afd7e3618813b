/// The number people read aloud: kiosk, running number, check character – `DQ01-000123-B`.
///
/// Unique without a network, because a kiosk's name is unique and it never uses a running number twice. The check
/// character is the length of the kiosk's name plus the sum of value × position (from 2), modulo 31, over an alphabet
/// of 31 characters without I, L, O, U and Z; 31 is prime, so every single wrong character and every adjacent
/// transposition shows, and by the length also a hyphen that moved by one.
package struct ClaimNumber: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let kiosk: KioskID
    /// From 1.
    package let sequence: Int64

    package init(kiosk: KioskID, sequence: Int64) {
        let body = "\(kiosk.text)-\(sequence.padded(to: 6))"
        self.kiosk = kiosk
        self.sequence = sequence
        text = "\(body)-\(Self.checkCharacter(for: body))"
    }

    /// From its written form, either case; nil when the form or the check character is wrong.
    package init?(_ input: some StringProtocol) {
        let parts = input.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let kiosk = KioskID(parts[0]), (6...15).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let sequence = Int64(parts[1]), sequence > 0
        else { return nil }
        let number = ClaimNumber(kiosk: kiosk, sequence: sequence)
        guard number.text == parts.joined(separator: "-") else { return nil }
        self = number
    }

    package var description: String { text }

    private static func checkCharacter(for body: String) -> Character {
        let values = body.compactMap { KioskID.alphabet.firstIndex(of: $0) }
        let name = body.prefix { $0 != "-" }
        let sum = values.enumerated().reduce(name.count) { $0 + $1.element * ($1.offset + 2) }
        return KioskID.alphabet[sum % KioskID.alphabet.count]
    }
}

/// A kiosk's name, given at enrolment: 2 to 8 characters of the claim number's alphabet.
package struct KioskID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXY")

    private static let bytes = Set("0123456789ABCDEFGHJKMNPQRSTVWXY".utf8)

    package init?(_ input: some StringProtocol) {
        // By bytes: as a character the Kelvin sign is equal to K.
        guard (2...8).contains(input.utf8.count), input.utf8.allSatisfy(Self.bytes.contains) else { return nil }
        text = String(input)
    }

    package var description: String { text }
}
