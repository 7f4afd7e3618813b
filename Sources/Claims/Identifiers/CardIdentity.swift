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

    /// As `PersonName` writes it.
    package let name: String
    package let number: IdentityNumber
    package let validity: Validity
    package let kind: Kind

    /// Brings the name into its one form; whether it is a `PersonName` and the number fits the kind, `checked` asks.
    package init(name: String, number: IdentityNumber, validity: Validity, kind: Kind) {
        self.name = PersonName.normalised(name)
        self.number = number
        self.validity = validity
        self.kind = kind
    }
}

extension CardIdentity {
    /// Why fields are no card.
    package enum Problem: Error, Hashable, Sendable {
        case name(PersonName.Problem)
        /// A card of this kind cannot carry the number.
        case kind
    }

    /// A card whose parts fit each other.
    package static func checked(
        name: String,
        number: IdentityNumber,
        validity: Validity,
        kind: Kind
    ) throws(Problem) -> CardIdentity {
        do {
            _ = try PersonName(name)
        } catch {
            throw .name(error)
        }
        guard number.fits(kind) else { throw .kind }
        return CardIdentity(name: name, number: number, validity: validity, kind: kind)
    }
}

extension CardIdentity: CustomStringConvertible, CustomReflectable {
    /// Names nobody: kind and masked number only.
    package var description: String { "\(kind.rawValue) \(number.masked)" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
