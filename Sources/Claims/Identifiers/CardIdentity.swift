/// All that is kept of a card: address, ethnicity, sex, photo and fingerprints never leave the reader's driver.
package struct CardIdentity: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case resident
        case hongKongMacauTaiwan = "hong-kong-macau-taiwan"
        case foreigner2017 = "foreigner-2017"
        case foreigner2023 = "foreigner-2023"
    }

    /// Until when the card is valid.
    package enum Validity: Hashable, Sendable, CustomStringConvertible {
        case until(CivilDate)
        /// 长期: no end.
        case longTerm
        /// The field held neither; the card is not refused for it.
        case unreadable

        /// A date, `long-term` or `unreadable`.
        package var description: String {
            switch self {
            case .until(let date): date.description
            case .longTerm: "long-term"
            case .unreadable: "unreadable"
            }
        }
    }

    package let name: String
    package let number: IdentityNumber
    package let validity: Validity
    package let kind: Kind

    package init(name: String, number: IdentityNumber, validity: Validity, kind: Kind) {
        self.name = name
        self.number = number
        self.validity = validity
        self.kind = kind
    }
}

extension CardIdentity: CustomStringConvertible, CustomReflectable {
    /// Names nobody: kind and masked number only.
    package var description: String { "\(kind.rawValue) \(number.masked)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
