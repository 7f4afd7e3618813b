/// SW3 of a reply: the security module's own result. SW1 and SW2 are the card's words passed on and decide nothing.
package struct SDTStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let success = Self(rawValue: 0x90)
    package static let cardFound = Self(rawValue: 0x9F)
    package static let empty = Self(rawValue: 0x91)
    package static let noCard = Self(rawValue: 0x80)
    package static let selectFailed = Self(rawValue: 0x81)
    package static let readFailed = Self(rawValue: 0x41)
    package static let cardRefusedModule = Self(rawValue: 0x31)
    package static let moduleRefusedCard = Self(rawValue: 0x32)
    package static let verificationFailed = Self(rawValue: 0x33)
    package static let noCardFoundYet = Self(rawValue: 0x34)
    package static let fingerprintVerificationFailed = Self(rawValue: 0x37)
    package static let lengthError = Self(rawValue: 0x3F)
    package static let unknownCardType = Self(rawValue: 0x40)
    package static let randomNumberFailed = Self(rawValue: 0x47)
    package static let requestChecksum = Self(rawValue: 0x10)
    package static let requestLength = Self(rawValue: 0x11)
    package static let badCommand = Self(rawValue: 0x21)
    package static let notPermitted = Self(rawValue: 0x23)
    package static let unknownError = Self(rawValue: 0x24)
    package static let selfTestFailed = Self(rawValue: 0x60)
    package static let notAuthorised = Self(rawValue: 0x66)

    /// What a kiosk makes of a status, whatever was asked.
    package enum Meaning: Hashable, Sendable {
        /// 90, 9F, 91: it worked; 91 has nothing to show.
        case good
        /// 80: no card, or one that was read already.
        case noCard
        /// 34: an operation before a card was found.
        case outOfOrder
        /// 31, 32, 33, 37, 3F, 40, 41, 47, 81: this card, this time.
        case card
        /// 10, 11, 24 and every code not in the table: the request, or the line it came over.
        case request
        /// 21, 23: the reader does not know or allow the request.
        case unsupported
        /// 60, 66: the reader accepts nothing until it is seen to.
        case reader
    }

    package var meaning: Meaning {
        switch self {
        case .success, .cardFound, .empty: .good
        case .noCard: .noCard
        case .noCardFoundYet: .outOfOrder
        case .selectFailed, .readFailed, .cardRefusedModule, .moduleRefusedCard, .verificationFailed,
            .fingerprintVerificationFailed, .lengthError, .unknownCardType, .randomNumberFailed:
            .card
        case .badCommand, .notPermitted: .unsupported
        case .selfTestFailed, .notAuthorised: .reader
        default: .request
        }
    }

    /// Two hexadecimal digits.
    package var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return digits.count < 2 ? "0" + digits : digits
    }
}
