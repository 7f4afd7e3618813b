/// What is known of a plate from the registry.
package enum Registration: Hashable, Sendable {
    /// Registered: its plate kind, the day, and whether the applicant is the registered owner.
    case found(kind: String, on: CivilDate, ownerIsApplicant: Bool)
    /// The registry is there and does not have it.
    case unknown
    /// There is no registry to ask; the central will judge.
    case unavailable
    /// The bike has no plate.
    case plateless
}

/// Everything the rules look at. Nil means "not known yet": `Eligibility` then judges what it can.
package struct EligibilityFacts: Hashable, Sendable {
    package var capturedOn: CivilDate
    package var registration: Registration?
    package var personClaimed: ClaimNumber?
    package var vehicleClaimed: ClaimNumber?
    package var certificateShown: Bool
    package var parts: [Part: PartFinding]

    package init(
        capturedOn: CivilDate,
        registration: Registration? = nil,
        personClaimed: ClaimNumber? = nil,
        vehicleClaimed: ClaimNumber? = nil,
        certificateShown: Bool = false,
        parts: [Part: PartFinding] = [:]
    ) {
        self.capturedOn = capturedOn
        self.registration = registration
        self.personClaimed = personClaimed
        self.vehicleClaimed = vehicleClaimed
        self.certificateShown = certificateShown
        self.parts = parts
    }
}

/// The programme's rules applied to facts: a pure function, asked again after every step.
///
/// Source of the cases: the programme's announcement; `Programme` holds its numbers.
package enum Eligibility {
    /// The first rule that already refuses or holds, nil while nothing speaks against going on.
    package static func objection(to facts: EligibilityFacts, under programme: Programme) -> Verdict? {
        let window = programme.acceptance
        guard window.contains(facts.capturedOn) else {
            return .refuse(
                Reason(.outsideWindow, ["first": window.first.description, "last": window.last.description])
            )
        }
        if let verdict = onceOnly(facts, programme) ?? registration(facts, programme) { return verdict }
        for part in Part.allCases {
            switch facts.parts[part]?.condition {
            case .missing: return .refuse(Reason(.partMissing, ["part": part.rawValue]))
            case .wrong: return .refuse(Reason(.partWrong, ["part": part.rawValue]))
            case .present, nil: break
            }
        }
        guard facts.registration != .plateless, let volts = facts.parts[.battery]?.voltage?.volts,
            programme.tariff[volts] == nil
        else { return nil }
        let reason = Reason(.otherVoltage, ["volts": String(volts)])
        return programme.otherVoltage == .hold ? .hold(reason) : .refuse(reason)
    }

    /// The verdict once every part is judged; nil while a fact is missing.
    package static func verdict(for facts: EligibilityFacts, under programme: Programme) -> Verdict? {
        if let objection = objection(to: facts, under: programme) { return objection }
        guard let registration = facts.registration, Part.allCases.allSatisfy({ facts.parts[$0] != nil }) else {
            return nil
        }
        if registration == .plateless { return programme.plateless.map { .residual($0.residualValue) } }
        guard let volts = facts.parts[.battery]?.voltage?.volts, let amount = programme.tariff[volts] else {
            return nil
        }
        if needsCertificate(registration) {
            return facts.certificateShown ? .subsidyWithCertificate(amount) : .hold(Reason(.ownershipUnproved))
        }
        return .subsidy(amount)
    }

    /// Whether the person at the counter is not the registered owner.
    package static func needsCertificate(_ registration: Registration) -> Bool {
        guard case .found(_, _, let ownerIsApplicant) = registration else { return false }
        return !ownerIsApplicant
    }

    private static func onceOnly(_ facts: EligibilityFacts, _ programme: Programme) -> Verdict? {
        let person = facts.personClaimed.map { Verdict.refuse(Reason(.personClaimed, ["claim": $0.text])) }
        let vehicle = facts.vehicleClaimed.map { Verdict.refuse(Reason(.vehicleClaimed, ["claim": $0.text])) }
        switch programme.onceOnly {
        case .each: return person ?? vehicle
        case .pair: return facts.personClaimed == facts.vehicleClaimed ? vehicle : nil
        }
    }

    private static func registration(_ facts: EligibilityFacts, _ programme: Programme) -> Verdict? {
        switch facts.registration {
        case .found(let kind, let day, let ownerIsApplicant):
            guard programme.plateKinds.contains(kind) else { return .refuse(Reason(.notATarget, ["kind": kind])) }
            let window = programme.registration
            guard window.contains(day) else {
                return .refuse(
                    Reason(
                        .registeredOutside,
                        ["day": day.description, "first": window.first.description, "last": window.last.description]
                    )
                )
            }
            return ownerIsApplicant || programme.ownershipCertificate ? nil : .refuse(Reason(.ownershipUnproved))
        case .unknown: return .hold(Reason(.plateUnknown))
        case .plateless: return programme.plateless == nil ? .refuse(Reason(.platelessNotTaken)) : nil
        case .unavailable, nil: return nil
        }
    }
}
