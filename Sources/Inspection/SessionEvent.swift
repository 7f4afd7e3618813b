package import Claims

/// Everything that can happen to a session.
package enum SessionEvent: Equatable, Sendable {
    // From staff.
    case start(storeWritable: Bool)
    case agree(noticeVersion: String)
    case plateEntered(String)
    case noPlate
    case certificateShown(issuer: String, number: String, issuedOn: String)
    case partJudged(Part, PartJudgement)
    case bankCardEntered(String, repeated: String)
    case confirm
    case back
    case cancel
    case finish

    // From devices.
    case cardRead(CardIdentity)
    /// The reader could not read a card; the hint says why.
    case cardFailed(Hint)
    case scanned(String)

    // Answers to actions. The ticket is that of the action; any other is stale.
    case applicantChecked(ticket: Int, liveClaim: ClaimNumber?)
    case plateChecked(ticket: Int, registration: Registration, liveClaim: ClaimNumber?)
    case lookUpFailed(ticket: Int)
    case committed(ticket: Int, ClaimReceipt)
    /// Another claim took the person or the vehicle in between.
    case commitRefused(ticket: Int, Reason)
    /// Nothing was recorded; the code says why.
    case commitFailed(ticket: Int, KioskError.Code)

    // From the clock.
    case timedOut
}

/// What staff enter for one part, unchecked.
package struct PartJudgement: Equatable, Sendable {
    /// The serial as entered.
    package enum Serial: Equatable, Sendable {
        case text(String)
        case illegible
        case groundOff
        /// The part carries none.
        case absent
        /// Nothing entered: the scanned serial if there is one, else the part carries none.
        case unspecified
    }

    package let condition: PartFinding.Condition
    package let serial: Serial
    /// Nominal volts as entered; only looked at for a battery that is present.
    package let volts: Int?
    package let voltageMethod: VoltageMethod

    package init(
        condition: PartFinding.Condition,
        serial: Serial = .unspecified,
        volts: Int? = nil,
        voltageMethod: VoltageMethod = .label
    ) {
        self.condition = condition
        self.serial = serial
        self.volts = volts
        self.voltageMethod = voltageMethod
    }
}

/// What the driver of a session must do after an event. Each is answered by the event named.
package enum SessionAction: Equatable, Sendable {
    /// Does a live claim of this kiosk hold the person? → `applicantChecked` or `lookUpFailed`.
    case checkApplicant(ticket: Int, IdentityNumber)
    /// What is known of the plate? → `plateChecked` or `lookUpFailed`.
    case checkPlate(ticket: Int, Plate, applicant: IdentityNumber)
    /// Make the claim durable. → `committed`, `commitRefused` or `commitFailed`.
    case commit(ticket: Int, ClaimDraft)
    /// Note a session that ended without a claim. No answer.
    case recordEnding(Ending)
}

/// A session that ended in a refusal or a hold.
package struct Ending: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case refused
        case held
    }

    package let kind: Kind
    package let reason: Reason
    package let person: IdentityNumber?
    package let plate: Plate?

    package init(kind: Kind, reason: Reason, person: IdentityNumber?, plate: Plate?) {
        self.kind = kind
        self.reason = reason
        self.person = person
        self.plate = plate
    }
}

/// What an event did.
package enum SessionOutcome: Equatable, Sendable {
    case taken([SessionAction])
    /// Nothing changed but the hint.
    case ignored(Hint)
    /// An answer to an action that the session no longer waits for. Nothing changed.
    case stale
}
