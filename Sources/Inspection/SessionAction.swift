package import Claims

/// What the driver of a session must do after an event. Each is answered by the event named.
package enum SessionAction: Equatable, Sendable {
    /// Does a claim of this kiosk hold the person? → `applicantChecked` or `lookUpFailed`.
    case checkApplicant(ticket: Int, IdentityNumber)
    /// What is known of the plate? → `plateChecked` or `lookUpFailed`.
    case checkPlate(ticket: Int, Plate, applicant: IdentityNumber)
    /// What is known of the part's serial? The plate is nil for a bike without one. → `partChecked` or `lookUpFailed`.
    case checkPart(ticket: Int, Part, PartSerial, plate: Plate?)
    /// Make the claim durable. → `committed`, `commitRefused` or `commitFailed`.
    case commit(ticket: Int, ClaimDraft)
    /// Note that the session was refused or held. No answer.
    case noteEnding(Ending)
    /// Staff went on or stepped back: the last note does not stand. No answer.
    case takeBackEnding
}

/// A session that was refused or held.
package struct Ending: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case refused
        case held
    }

    package let kind: Kind
    package let finding: Finding
    package let versions: [String: String]
    package let person: IdentityNumber?
    package let plate: Plate?

    package init(
        kind: Kind,
        finding: Finding,
        versions: [String: String],
        person: IdentityNumber?,
        plate: Plate?
    ) {
        self.kind = kind
        self.finding = finding
        self.versions = versions
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
