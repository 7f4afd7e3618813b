/// A bank card number: 12 to 19 digits (ISO/IEC 7812-1).
///
/// Only that is a condition. What is unusual about a number is a `Warning`: older and dual-brand cards exist. Source:
/// docs/identifiers.md.
package struct BankCardNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// What is unusual about a number.
    package enum Warning: String, CaseIterable, Sendable {
        /// Not 16–19 digits, as UnionPay cards have. Enter again, then a supervisor may allow it.
        case length
        /// The last digit is not the Luhn digit of the others. Enter again, then a supervisor may allow it.
        case luhn
        /// Does not begin with 62. To be looked at, nothing more.
        case prefix

        package var needsSupervisor: Bool {
            switch self {
            case .length, .luhn: true
            case .prefix: false
            }
        }
    }

    package let digits: String

    /// Spaces and hyphens between digits are dropped; nil unless 12–19 ASCII digits remain.
    package init?(_ input: some StringProtocol) {
        let bytes = input.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        guard (12...19).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = String(decoding: bytes, as: UTF8.self).stored
    }

    /// In the order of `Warning.allCases`; empty for an ordinary UnionPay number.
    package var warnings: [Warning] {
        Warning.allCases.filter { warning in
            switch warning {
            case .length: !(16...19).contains(digits.utf8.count)
            case .luhn: !isLuhnValid
            case .prefix: !digits.hasPrefix("62")
            }
        }
    }

    /// Whether the number may only be taken with a supervisor's word.
    package var needsSupervisor: Bool { warnings.contains(where: \.needsSupervisor) }

    /// Whether the last digit is the Luhn digit of the others (ISO/IEC 7812-1, annex B).
    package var isLuhnValid: Bool {
        let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element - 0x30)
            guard digit.offset % 2 == 1 else { return sum + value }
            return sum + (value < 5 ? value * 2 : value * 2 - 9)
        }
        return sum % 10 == 0
    }

    /// Whether a number of this mask has the usual length of 16–19 digits; nil unless it is the mask of a number.
    package static func hasUsualLength(mask: some StringProtocol) -> Bool? {
        let stars = mask.utf8.prefix { $0 == UInt8(ascii: "*") }
        let shown = mask.utf8.dropFirst(stars.count)
        guard (8...15).contains(stars.count), shown.count == 4, shown.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return stars.count >= 12
    }

    /// The last four digits behind asterisks.
    package var masked: String { String(repeating: "*", count: digits.count - 4) + digits.suffix(4) }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
