/// A claim that was made before and speaks about the same person or vehicle.
package struct EarlierClaim: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        case live
        case paid
        case refused
        case withdrawn

        /// Whether the claim holds its person, vehicle and parts: a paid one for ever.
        package var holdsKeys: Bool {
            switch self {
            case .live, .paid: true
            case .refused, .withdrawn: false
            }
        }
    }

    package let number: ClaimNumber
    package let state: State
    /// Whether the applicant of today made it; nil when that is not known.
    package let byApplicant: Bool?

    package init(_ number: ClaimNumber, _ state: State = .live, byApplicant: Bool? = nil) {
        self.number = number
        self.state = state
        self.byApplicant = byApplicant
    }
}

/// Who stands at the counter, as far as the registry cannot tell.
package enum Relation: String, CaseIterable, Sendable {
    /// The registered owner, or the present owner with a certificate: what the registry and the certificate say.
    case owner
    /// Comes for the owner, with the owner's card.
    case agent
    /// The owner died.
    case heir
    /// The bike belongs to a company.
    case company
}

/// Everything the rules look at. Nil means "not known yet": `Eligibility` then judges what it can.
package struct EligibilityFacts: Hashable, Sendable {
    /// At UTC+8.
    package var capturedOn: CivilDate
    /// When the central got the claim; nil at the kiosk.
    package var receivedOn: CivilDate?
    /// Whether the capture time can be proved if the claim arrives late.
    package var captureIsProved = false
    /// Whether the claim is made at one of the programme's points; nil when that is not asked.
    package var atDesignatedPoint: Bool?
    package var registration: Registration?
    package var registryVersion: String?
    /// Days since the registry's extract; nil when there is no registry.
    package var registryAge: Int?
    package var relation = Relation.owner
    /// Whether an agent showed an own ID card; nil before one was asked for.
    package var agentIsIdentified: Bool?
    package var applicantIsMinor = false
    package var personClaim: EarlierClaim?
    package var vehicleClaim: EarlierClaim?
    package var certificate: OwnershipCertificate?
    /// Whether a certificate was asked for, and there is none.
    package var certificateIsMissing = false
    package var parts: [Part: PartFinding]
    /// Live claims that have a part of the same serial.
    package var partClaims: [Part: ClaimNumber] = [:]
    /// Parts whose serial is not the one of the registry.
    package var contradicted: Set<Part> = []
    /// What the odometer shows, where the tariff asks for it.
    package var kilometres: Int?
    /// Of a bike without a plate, as the programme names it.
    package var condition: String?
    /// Refusals that a supervisor sent to review.
    package var sentToReview: Set<Reason.Code> = []

    package init(
        capturedOn: CivilDate,
        registration: Registration? = nil,
        parts: [Part: PartFinding] = [:]
    ) {
        self.capturedOn = capturedOn
        self.registration = registration
        self.parts = parts
    }
}
