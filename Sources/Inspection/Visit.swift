package import Claims

/// What is known of the person and the bike at the counter. Dropped as a whole when the session ends.
package struct Visit: Equatable, Sendable {
    package let consent: Consent
    /// Of the hour and the day at which the session started.
    let openingWarnings: [Warning]
    package var relation = Relation.owner
    package var applicant: CardIdentity?
    /// Came for the applicant.
    package var agent: CardIdentity?
    package var personClaim: EarlierClaim?
    package var plate: Plate?
    package var knowledge: PlateKnowledge?
    package var certificate: OwnershipCertificate?
    var certificateIsMissing = false
    package var parts: [Part: PartFinding] = [:]
    package var partKnowledge: [Part: PartKnowledge] = [:]
    package var scannedSerial: String?
    package var kilometres: Int?
    package var condition: String?
    package var bankCard: BankCardNumber?
    /// A card number that looks wrong, and whether it was entered again.
    var doubtfulCard: DoubtfulCard?
    /// Holds that staff go on with, for review.
    var accepted: Set<Reason.Code> = []
    package var overrides: [SupervisorOverride] = []
    /// The part whose serial is being looked up.
    var partUnderLookUp: Part?

    struct DoubtfulCard: Equatable, Sendable {
        let number: BankCardNumber
        var isRepeated = false
    }

    init(consent: Consent, openingWarnings: [Warning]) {
        self.consent = consent
        self.openingWarnings = openingWarnings
    }

    package var agentComes: Bool { relation == .agent }

    package var registration: Registration? { knowledge?.registration }

    package var isPlateless: Bool { registration == .plateless }

    /// The first part that is not judged yet.
    package var nextPart: Part? { Part.allCases.first { parts[$0] == nil } }

    package func facts(today: CivilDate) -> EligibilityFacts {
        var facts = EligibilityFacts(capturedOn: today, registration: registration, parts: parts)
        facts.registryVersion = knowledge?.registryVersion
        facts.registryAge = knowledge?.registryAge
        facts.relation = relation
        facts.agentIsIdentified = agent == nil ? nil : true
        facts.applicantIsMinor = applicant?.number.isMinor(on: today) ?? false
        facts.personClaim = personClaim
        facts.vehicleClaim = knowledge?.claim
        facts.certificate = certificate
        facts.certificateIsMissing = certificateIsMissing
        facts.partClaims = partKnowledge.compactMapValues(\.claim)
        facts.contradicted = Set(partKnowledge.filter(\.value.contradictsRecord).keys)
        facts.kilometres = kilometres
        facts.condition = condition
        facts.sentToReview = Set(overrides.compactMap(\.refusal))
        return facts
    }

    /// What staff should know although it changes no verdict.
    package func warnings(today: CivilDate, under programme: Programme) -> [Warning] {
        var warnings = openingWarnings
        if [applicant, agent].contains(where: { $0?.isExpired(on: today) ?? false }) {
            warnings.append(Warning(.cardExpired))
        }
        if let claim = personClaim, claim.state.holdsKeys, programme.onceOnly == .each,
            registration == nil || isPlateless
        {
            warnings.append(Warning(.personClaimed, ["claim": claim.number.text]))
        }
        if let registration, Eligibility.isProvisional(registration, facts(today: today), programme) {
            warnings.append(Warning(.provisional))
        }
        warnings += (bankCard?.warnings ?? []).map { Warning($0) }
        if !overrides.isEmpty { warnings.append(Warning(.overridden)) }
        return warnings
    }

    mutating func forgetApplicant() {
        applicant = nil
        agent = nil
        personClaim = nil
        let isAgent = agentComes
        forgetDecisions { isAgent && $0 == .agentNotAllowed }
    }

    /// Nobody is there yet, and nobody said who comes.
    mutating func startOver() {
        relation = .owner
        forgetApplicant()
    }

    /// What a commit was refused for.
    mutating func learn(_ claim: EarlierClaim, for code: Reason.Code) {
        if code == .personClaimed {
            personClaim = claim
        } else if let known = knowledge {
            knowledge = PlateKnowledge(
                known.registration,
                claim: claim,
                registryVersion: known.registryVersion,
                registryAge: known.registryAge
            )
        }
    }

    mutating func forgetPlate() {
        plate = nil
        knowledge = nil
        certificate = nil
        certificateIsMissing = false
        if relation != .agent { relation = .owner }
        forgetDecisions { $0 == .agentNotAllowed || $0 == .ownerMinor }
    }

    mutating func forgetCertificate() {
        certificate = nil
        certificateIsMissing = false
        if relation != .agent { relation = .owner }
        forgetDecisions(on: [.certificateInvalid, .ownershipUnproved, .ownerDeceased, .ownerCompany])
    }

    mutating func forgetKilometres() {
        kilometres = nil
        forgetDecisions(on: [.otherKilometres])
    }

    mutating func forget(_ part: Part) {
        forgetDecisions(on: objections(to: part))
        parts[part] = nil
        partKnowledge[part] = nil
        partUnderLookUp = nil
    }

    mutating func forgetBankCard() {
        bankCard = nil
        doubtfulCard = nil
        overrides.removeAll { $0.subject == .bankCard }
    }

    /// What staff went on with and what a supervisor let pass stands until the finding that it was said of changes.
    mutating func forgetDecisions(on codes: Set<Reason.Code>) {
        forgetDecisions { !codes.contains($0) }
    }

    private mutating func forgetDecisions(except isKept: (Reason.Code) -> Bool) {
        accepted = accepted.filter(isKept)
        overrides.removeAll { override in
            override.refusal.map { !isKept($0) } ?? false
        }
    }

    /// What the finding of a part can have been held or refused for.
    private func objections(to part: Part) -> Set<Reason.Code> {
        guard let finding = parts[part] else { return [] }
        var codes: Set<Reason.Code> = []
        if part == .battery {
            codes = [.voltageUnclear, .voltageContradicted, .otherVoltage, .recordContradicted]
        }
        switch finding.condition {
        case .present: break
        case .missing: codes.insert(.partMissing)
        case .wrong: codes.insert(.partWrong)
        }
        if partKnowledge[part]?.claim != nil { codes.insert(.partSeen) }
        if partKnowledge[part]?.contradictsRecord ?? false { codes.insert(.recordContradicted) }
        return codes
    }
}

extension SupervisorOverride {
    /// The refusal that was sent to review.
    fileprivate var refusal: Reason.Code? {
        if case .refusal(let code) = subject { code } else { nil }
    }
}

extension Warning {
    fileprivate init(_ warning: BankCardNumber.Warning) {
        switch warning {
        case .length: self.init(.bankCardLength)
        case .luhn: self.init(.bankCardLuhn)
        case .prefix: self.init(.bankCardPrefix)
        }
    }
}

extension CardIdentity {
    /// Only a readable date can have passed.
    package func isExpired(on day: CivilDate) -> Bool {
        switch validity {
        case .until(let last): last < day
        case .longTerm, .unreadable: false
        }
    }
}
