/// One of the three parts a bike must still have.
package enum Part: String, CaseIterable, Sendable {
    case battery
    case motor
    case frame
}

/// A serial as found on a part. "Illegible" and "ground off" are findings of their own, not empty fields.
package enum PartSerial: Hashable, Sendable {
    case read(String)
    case illegible
    case groundOff
    /// The part carries none.
    case none

    /// 1–64 printable Unicode scalars, trimmed of spaces; nil for anything else.
    @specialized(where Text == String)
    package static func read<Text: StringProtocol>(checking input: Text) -> PartSerial? {
        // Nearly all serials: visible ASCII, nothing to trim.
        if (1...64).contains(input.utf8.count), input.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            return .read(String(input))
        }
        let text = String(input.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        guard (1...64).contains(text.unicodeScalars.count), text.unicodeScalars.allSatisfy(\.isPrintable) else {
            return nil
        }
        return .read(text)
    }
}

extension PartSerial {
    /// How serials are written on wires and in stores: `read` with a text, `illegible`, `ground-off` or `none`.
    package var wireForm: (state: String, text: String?) {
        switch self {
        case .read(let text): ("read", text)
        case .illegible: ("illegible", nil)
        case .groundOff: ("ground-off", nil)
        case .none: ("none", nil)
        }
    }
}

extension PartSerial {
    /// Characters that a key must have: a shorter serial (`1`, `A2`) is on too many parts to tell two of them apart. Our
    /// rule, no source has one.
    package static let shortestKey = 4

    /// The form in which serials are compared and digested: NFKC as `Plate` has it, upper-case, letters and digits only
    /// (labels differ in spaces, hyphens and slashes). Nil without a text, and for one that is too short to be a key.
    package var foldedKey: String? {
        guard case .read(let text) = self else { return nil }
        // Nearly all serials. Every character of ASCII is its own NFKC.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let key = String(decoding: text.utf8.compactMap(Self.capital), as: UTF8.self)
            return key.utf8.count < Self.shortestKey ? nil : key
        }
        let first = CompatibilityForm.lettersAndDigits(of: text)
        let key = CompatibilityForm.lettersAndDigits(of: first.uppercased())
        return key.unicodeScalars.count < Self.shortestKey ? nil : key
    }

    /// Nil for what is neither a letter nor a digit of ASCII.
    private static func capital(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39, 0x41...0x5A: byte
        case 0x61...0x7A: byte - 0x20
        default: nil
        }
    }
}

/// What staff found of one part.
package struct PartFinding: Hashable, Sendable {
    package enum Condition: String, CaseIterable, Sendable {
        case present
        case missing
        /// Not of this bike.
        case wrong
    }

    package let condition: Condition
    package let serial: PartSerial
    /// Only for a battery that is present.
    package let voltage: BatteryVoltage?

    package init(condition: Condition, serial: PartSerial = .none, voltage: BatteryVoltage? = nil) {
        self.condition = condition
        self.serial = serial
        self.voltage = voltage
    }
}
