/// The number of one of the four cards a reader can read.
package enum IdentityNumber: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Eighteen characters with a check character.
    case resident(ResidentID)
    /// Foreigner's permanent residence card of 2017: three letters (country), four digits (place), six (birth date
    /// without century), two (sequence, check). Its check rule is not public. Made by `init(checking:)` only.
    case foreigner2017(String)

    /// Why a text is none of these numbers.
    package enum Problem: String, Error, CaseIterable, Sendable {
        /// The obsolete form of fifteen digits.
        case obsolete
        /// Neither 17 digits and a digit or X, nor three capitals and twelve digits.
        case form
        /// The birth date in it is not a real day.
        case birthDate
        /// The check character does not fit.
        case check
    }

    @specialized(where Text == String)
    package init<Text: StringProtocol>(checking input: Text) throws(Problem) {
        if Self.hasForeigner2017Form(input) {
            guard Self.isDay(monthAndDay: input.utf8.dropFirst(9).prefix(4)) else { throw .birthDate }
            self = .foreigner2017(String(input).stored)
            return
        }
        do {
            self = .resident(try ResidentID(input))
        } catch {
            switch error {
            case .obsolete: throw .obsolete
            case .form: throw .form
            case .birthDate: throw .birthDate
            case .check: throw .check
            }
        }
    }

    /// Reads either form; nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let number = try? IdentityNumber(checking: text) else { return nil }
        self = number
    }

    /// The whole number. Goes into the claim and the digests, nowhere else.
    package var text: String {
        switch self {
        case .resident(let number): number.text
        case .foreigner2017(let text): text
        }
    }

    /// Nil where the number does not say the century.
    package var birthDate: CivilDate? {
        switch self {
        case .resident(let number): number.birthDate
        case .foreigner2017: nil
        }
    }

    /// Younger than eighteen; nil where the number does not say the century of the birth.
    package func isMinor(on day: CivilDate) -> Bool? {
        switch self {
        case .resident(let number): number.isMinor(on: day)
        case .foreigner2017: nil
        }
    }

    /// The last four characters behind asterisks.
    package var masked: String { String(repeating: "*", count: max(0, text.count - 4)) + text.suffix(4) }

    package var description: String { masked }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .enum) }

    private static func hasForeigner2017Form(_ input: some StringProtocol) -> Bool {
        let bytes = Array(input.utf8)
        return bytes.count == 15 && bytes.prefix(3).allSatisfy { (0x41...0x5A).contains($0) }
            && bytes.dropFirst(3).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether four digits are a month and a day that some year has.
    private static func isDay(monthAndDay digits: some Sequence<UInt8>) -> Bool {
        CivilDate("2000" + String(decoding: Array(digits), as: UTF8.self)) != nil
    }
}

extension IdentityNumber {
    /// The kinds of cards that can carry this number. Only what is certain is left out.
    ///
    /// | number | kinds |
    /// | --- | --- |
    /// | three letters, twelve digits | foreigner 2017 |
    /// | 990… | resident, foreigner 2023: no province has the code 90, it is the region of test cards |
    /// | 9… | foreigner 2023 |
    /// | 81…, 82…, 83… | Hong Kong, Macau, Taiwan; resident, because a number stays when the card changes |
    /// | other | resident |
    package var kinds: Set<CardIdentity.Kind> {
        guard case .resident(let number) = self else { return [.foreigner2017] }
        if number.text.hasPrefix("990") { return [.resident, .foreigner2023] }
        if number.text.hasPrefix("9") { return [.foreigner2023] }
        let isPermit = ["81", "82", "83"].contains { number.text.hasPrefix($0) }
        return isPermit ? [.hongKongMacauTaiwan, .resident] : [.resident]
    }

    /// Whether a card of this kind can carry the number.
    package func fits(_ kind: CardIdentity.Kind) -> Bool { kinds.contains(kind) }
}
