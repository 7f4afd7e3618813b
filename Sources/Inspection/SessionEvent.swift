package import Claims

/// Everything that can happen to a session.
package enum SessionEvent: Equatable, Sendable {
    // From staff.
    /// The warnings are those of the hour and the day; an obstacle of the machine lets nobody begin.
    case start(obstacle: Hint.Code? = nil, warnings: [Warning])
    case agree(Consent)
    /// Somebody comes for the owner, with the owner's card.
    case agentComes
    case plateEntered(String)
    case noPlate
    /// Who stands there, when the plate is registered to someone else.
    case relationStated(Relation)
    case certificateShown(CertificateForm)
    /// There is no certificate with them.
    case noCertificate
    case partJudged(Part, PartJudgement)
    case kilometresRead(Int)
    /// Of a bike without a plate.
    case conditionChosen(String)
    case bankCardEntered(String, repeated: String)
    /// Held: go on, and let departments decide.
    case proceed
    /// A supervisor's word. Who it is was checked before.
    case override(supervisor: String, reason: String)
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
    case applicantChecked(ticket: Int, EarlierClaim?)
    case plateChecked(ticket: Int, PlateKnowledge)
    case partChecked(ticket: Int, PartKnowledge)
    case lookUpFailed(ticket: Int)
    case committed(ticket: Int, ClaimReceipt)
    /// Another claim took the person or the vehicle in between.
    case commitRefused(ticket: Int, Reason)
    /// Nothing was recorded; the code says why.
    case commitFailed(ticket: Int, KioskError.Code)

    // From the clock.
    case timedOut
}

/// What is known of a plate.
package struct PlateKnowledge: Hashable, Sendable {
    package let registration: Registration
    package let claim: EarlierClaim?
    /// Of the registry that was asked.
    package let registryVersion: String?
    /// Days since its extract.
    package let registryAge: Int?

    package init(
        _ registration: Registration,
        claim: EarlierClaim? = nil,
        registryVersion: String? = nil,
        registryAge: Int? = nil
    ) {
        self.registration = registration
        self.claim = claim
        self.registryVersion = registryVersion
        self.registryAge = registryAge
    }
}

/// What is known of a part's serial.
package struct PartKnowledge: Hashable, Sendable {
    /// A live claim that has a part of the same serial.
    package let claim: ClaimNumber?
    /// Whether the registry has another serial; false when it has none.
    package let contradictsRecord: Bool

    package init(claim: ClaimNumber? = nil, contradictsRecord: Bool = false) {
        self.claim = claim
        self.contradictsRecord = contradictsRecord
    }
}

/// A certificate as entered, unchecked.
package struct CertificateForm: Equatable, Sendable {
    package let issuerKind: OwnershipCertificate.IssuerKind
    package let issuer: String
    package let number: String
    /// `YYYY-MM-DD`.
    package let issuedOn: String
    package let signatory: String?
    /// SHA-256 of a photo that is kept.
    package let photo: String?

    package init(
        issuerKind: OwnershipCertificate.IssuerKind = .community,
        issuer: String,
        number: String,
        issuedOn: String,
        signatory: String? = nil,
        photo: String? = nil
    ) {
        self.issuerKind = issuerKind
        self.issuer = issuer
        self.number = number
        self.issuedOn = issuedOn
        self.signatory = signatory
        self.photo = photo
    }
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
    /// Only looked at for a battery that is present.
    package let voltage: BatteryVoltage?

    package init(
        condition: PartFinding.Condition,
        serial: Serial = .unspecified,
        voltage: BatteryVoltage? = nil
    ) {
        self.condition = condition
        self.serial = serial
        self.voltage = voltage
    }
}
