extension SDTStatus {
    /// What the people at the counter, or a technician, should do about a status. The raw values are stable.
    package enum Advice: String, CaseIterable, Hashable, Sendable {
        /// Nothing: it worked, or the driver does what is needed by itself.
        case none
        /// There is no card, or one that was read already.
        case layCard = "lay-card"
        /// The same card again, laid down and left lying.
        case layAgain = "lay-again"
        /// The same card again; if every card gives this, the reader is at fault.
        case layAgainOrReplace = "lay-again-or-replace"
        /// This is no identity card that can be used.
        case otherCard = "other-card"
        /// No reader answers so to what the driver asks: tell the technician.
        case report = "report"
        /// Cut the reader's power; if it comes back, replace the reader.
        case cutPower = "cut-power"
        case replaceReader = "replace-reader"

        /// For technicians, in English. People at the counter see `share/texts`.
        package var text: String {
            switch self {
            case .none: "nothing to do"
            case .layCard: "lay a card on the reader; one that was read already must be taken away first"
            case .layAgain: "lay the card down again and leave it lying"
            case .layAgainOrReplace:
                "lay the card down again; if other cards give the same, the reader is at fault: replace it"
            case .otherCard: "this is not an identity card that can be used; take another"
            case .report: "no reader should answer this; note the code and tell whoever looks after the program"
            case .cutPower: "cut the reader's power for a moment; if it comes back, replace the reader"
            case .replaceReader: "replace the reader"
            }
        }
    }

    /// What to do when a reader keeps answering this; the driver's own repeats come before.
    package var advice: Advice {
        switch self {
        case .success, .cardFound, .empty: .none
        case .noCard: .layCard
        case .selectFailed, .readFailed, .lengthError, .randomNumberFailed, .fingerprintVerificationFailed: .layAgain
        case .cardRefusedModule, .moduleRefusedCard, .verificationFailed: .layAgainOrReplace
        case .unknownCardType: .otherCard
        // A lost place, a damaged request, a passing error: sent again, found anew, or reset.
        case .noCardFoundYet, .requestChecksum, .requestLength, .unknownError: .none
        case .selfTestFailed: .cutPower
        case .notAuthorised: .replaceReader
        default: .report
        }
    }
}
