/// Why a card on the reader gave no identity. Nothing of the card is in it.
package enum CardProblem: String, Error, CaseIterable, Hashable, Sendable {
    /// The card moved while it was chosen.
    case moved = "card.moved"
    /// The card was lost while it was read, or its data did not arrive whole.
    case readFailed = "card.read-failed"
    /// The card did not accept the reader's security module. If every card does so, the reader is at fault.
    case refusedReader = "card.refused-reader"
    /// The reader's security module did not accept the card.
    case refusedByReader = "card.refused-by-reader"
    /// What the card holds failed the security module's check.
    case verificationFailed = "card.verification-failed"
    /// Not one of the cards this reader knows.
    case notAnIdentityCard = "card.not-an-identity-card"
    /// An identity card of a kind that is not known here.
    case unknownKind = "card.unknown-kind"
    case nameUnreadable = "card.name-unreadable"
    /// The number has not the form, the birth date or the check character of an identity number.
    case numberUnreadable = "card.number-unreadable"
    /// A number that this kind of card cannot carry.
    case numberOfOtherKind = "card.number-of-other-kind"

    /// What the people at the counter should do.
    package var advice: SDTStatus.Advice {
        switch self {
        case .moved, .readFailed, .nameUnreadable, .numberUnreadable: .layAgain
        case .refusedReader, .refusedByReader, .verificationFailed: .layAgainOrReplace
        case .notAnIdentityCard, .unknownKind, .numberOfOtherKind: .otherCard
        }
    }

    /// What a failed find, select or read says about the card.
    package init(_ status: SDTStatus) {
        switch status {
        case .selectFailed: self = .moved
        case .cardRefusedModule: self = .refusedReader
        case .moduleRefusedCard: self = .refusedByReader
        case .verificationFailed: self = .verificationFailed
        case .unknownCardType: self = .notAnIdentityCard
        default: self = .readFailed
        }
    }
}
