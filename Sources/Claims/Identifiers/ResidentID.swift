/// An 18-character identity number with its check character: resident ID card, Hong Kong/Macau/Taiwan residence
/// permit (regions 81, 82, 83) or foreigner's permanent residence card of 2023 (first digit 9).
///
/// Source: GB 11643-1999; ISO 7064 MOD 11-2. The region is never checked: it says where the number was first
/// issued, not where the person lives.
package struct ResidentID: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Seventeen digits and a digit or capital X.
    package let text: String
    package let birthDate: CivilDate

    /// Why a text is not an identity number.
    package enum Problem: String, Error, Equatable, Sendable {
        /// The obsolete 15-digit form.
        case obsolete
        /// Not 17 ASCII digits and a digit or X. Full-width digits are not folded: no card and no reader writes them.
        case form
        /// Characters 7–14 are not a real day of the years 1850–2099.
        case birthDate
        /// The check character does not fit.
        case check
    }

    @specialized(where Text == String)
    package init<Text: StringProtocol>(_ input: Text) throws(Problem) {
        let bytes = Array(input.utf8)
        let digits = bytes.prefix(17)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .form }
        guard bytes.count != 15 else { throw .obsolete }
        guard bytes.count == 18 else { throw .form }
        let last = bytes[17] == UInt8(ascii: "x") ? UInt8(ascii: "X") : bytes[17]
        guard (0x30...0x39).contains(last) || last == UInt8(ascii: "X") else { throw .form }
        guard let birthDate = CivilDate(String(decoding: bytes[6..<14], as: UTF8.self)),
            Self.birthYears.contains(birthDate.year)
        else { throw .birthDate }
        guard last == Self.checkCharacter(for: digits) else { throw .check }
        text = String(decoding: digits + [last], as: UTF8.self)
        self.birthDate = birthDate
    }

    /// No person who is alive, with room on both sides; what day it is, nobody asks here.
    private static let birthYears = 1850...2099

    /// The last four characters, all that screens and papers show.
    package var masked: String { "**************" + text.suffix(4) }

    /// Masked, so that a stray interpolation or log line names nobody.
    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// The check character of seventeen ASCII digits (weights 2^(18−i) mod 11).
    package static func checkCharacter(for digits: some Sequence<UInt8>) -> UInt8 {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 &- 0x30) * $1.1 }
        return Array("10X98765432".utf8)[sum % 11]
    }
}

extension ResidentID {
    /// Completed years of life on a day; negative before the birth. Someone born on 29 February completes a year on
    /// 1 March where there is no such day.
    package func age(on day: CivilDate) -> Int {
        let hadBirthday = (day.month, day.day) >= (birthDate.month, birthDate.day)
        return day.year - birthDate.year - (hadBirthday ? 0 : 1)
    }

    /// Younger than eighteen (Civil Code, art. 17).
    package func isMinor(on day: CivilDate) -> Bool { age(on: day) < 18 }
}
