/// A bank card number: 16 to 19 digits.
///
/// Prefix and Luhn digit are advice, not conditions (`isLuhnValid`): older and dual-brand cards exist.
package struct BankCardNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let digits: String

    /// Spaces and hyphens between digits are dropped; nil unless 16–19 digits remain.
    package init?(_ input: some StringProtocol) {
        let bytes = input.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        guard (16...19).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the last digit is the Luhn digit of the others (ISO/IEC 7812-1, annex B).
    package var isLuhnValid: Bool {
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element - 0x30)
            guard digit.offset % 2 == 1 else { return sum + value }
            return sum + (value < 5 ? value * 2 : value * 2 - 9)
        }
        return sum % 10 == 0
    }

    /// The last four digits behind asterisks.
    package var masked: String { String(repeating: "*", count: digits.count - 4) + digits.suffix(4) }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
