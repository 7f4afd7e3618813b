/// The programme's rules applied to facts: a pure function, asked again after every step.
///
/// Source of the rules: the programme's announcement and the decision table in `docs/decide.md`; `Programme` holds
/// their numbers. Every rule says what it finds; the first refusal decides, else the first hold, else the tariff.
package enum Eligibility {
    /// The first rule that already refuses, or else holds; nil while nothing speaks against going on.
    ///
    /// - Parameter accepted: holds that staff have seen, and go on with for review.
    package static func objection(
        to facts: EligibilityFacts,
        under programme: Programme,
        accepted: Set<Reason.Code> = []
    ) -> Finding? {
        let findings = objections(to: facts, under: programme)
        return findings.first { $0.verdict.isRefusal }
            ?? findings.first { finding in finding.verdict.reason.map { !accepted.contains($0.code) } ?? false }
    }

    /// The decision once everything that it needs is known; nil while a fact is missing and nothing objects.
    package static func decision(on facts: EligibilityFacts, under programme: Programme) -> Decision? {
        let findings = objections(to: facts, under: programme)
        let first = findings.firstIndex { $0.verdict.isRefusal } ?? findings.indices.first
        var others = findings
        let deciding: Finding
        if let first {
            guard findings[first].verdict.isRefusal || isComplete(facts, programme) else { return nil }
            deciding = others.remove(at: first)
        } else {
            guard let payment = payment(for: facts, under: programme) else { return nil }
            deciding = payment
        }
        return Decision(
            finding: deciding,
            others: others,
            versions: versions(facts, programme),
            isProvisional: facts.registration.map { isProvisional($0, facts, programme) } ?? false
        )
    }

    /// Whether the person at the counter is not the registered owner.
    package static func needsCertificate(_ facts: EligibilityFacts) -> Bool {
        guard case .found(let entry) = facts.registration else { return false }
        switch facts.relation {
        case .owner, .agent: return !entry.ownerIsApplicant && !entry.ownerIsCompany
        case .heir, .company: return false
        }
    }

    /// Whether the registry is so old, or so absent, that only the central can say for sure.
    package static func isProvisional(
        _ registration: Registration,
        _ facts: EligibilityFacts,
        _ programme: Programme
    ) -> Bool {
        if case .plateless = registration { return false }
        guard registration != .unavailable, let age = facts.registryAge else { return true }
        return age > programme.registry?.provisionalAfter ?? -1
    }

    /// What every rule objects, in order.
    package static func objections(to facts: EligibilityFacts, under programme: Programme) -> [Finding] {
        let rules: [(EligibilityFacts, Programme) -> Finding?] = [
            acceptanceWindow, designatedPoint, captureProof, plateless, agents, coveredOwner, oncePerPerson,
            oncePerVehicle, registry, plateKind, registrationWindow, ownership, threeParts, partLedger, recordMatch,
            batteryEvidence, tariff,
        ]
        return rules.compactMap { rule in rule(facts, programme) }.map {
            $0.softened(by: facts.sentToReview.intersection(programme.reviewable))
        }
    }

    /// Whether nothing more can be learnt that would change a hold.
    private static func isComplete(_ facts: EligibilityFacts, _ programme: Programme) -> Bool {
        guard let registration = facts.registration, Part.allCases.allSatisfy({ facts.parts[$0] != nil }) else {
            return false
        }
        if registration == .plateless { return facts.condition != nil || programme.plateless == nil }
        return programme.tariff.measure != .kilometres || facts.kilometres != nil
    }

    private static func payment(for facts: EligibilityFacts, under programme: Programme) -> Finding? {
        // Whose claim it is decides in the reading by pairs, so it must be known.
        if programme.onceOnly == .pair, let claim = facts.vehicleClaim, claim.state.holdsKeys, claim.byApplicant == nil
        {
            return nil
        }
        guard let registration = facts.registration, Part.allCases.allSatisfy({ facts.parts[$0] != nil }),
            facts.relation != .agent || facts.agentIsIdentified == true
        else { return nil }
        if registration == .plateless {
            guard let row = programme.plateless?.rows.first(where: { $0.condition == facts.condition }) else {
                return nil
            }
            return Finding(.plateless, .residual(row.value), ["condition": row.condition])
        }
        guard let measured = measured(facts, programme), let amount = programme.tariff.amount(for: measured) else {
            return nil
        }
        var used = registrationFacts(facts)
        if programme.tariff.measure != .flat { used[programme.tariff.measure.rawValue] = String(measured) }
        guard needsCertificate(facts) else { return Finding(.tariff, .subsidy(amount), used) }
        used["certificate"] = facts.certificate?.issuedOn.description
        return Finding(.ownership, .subsidyWithCertificate(amount), used)
    }

    /// The value that the tariff goes by; nil while it is not known or not clear.
    static func measured(_ facts: EligibilityFacts, _ programme: Programme) -> Int? {
        switch programme.tariff.measure {
        case .flat: return 0
        case .kilometres: return facts.kilometres
        case .voltage:
            guard case .nominal(let volts)? = batteryReading(facts, programme) else { return nil }
            return volts
        }
    }

    static func batteryReading(_ facts: EligibilityFacts, _ programme: Programme) -> BatteryVoltage.Reading? {
        facts.parts[.battery]?.voltage?.reading(by: programme.voltage, rows: programme.tariff.nominalVolts)
    }

    private static func registrationFacts(_ facts: EligibilityFacts) -> [String: String] {
        guard case .found(let entry) = facts.registration else { return [:] }
        return ["plateKind": entry.kind, "registeredOn": entry.registeredOn.description]
    }

    private static func versions(_ facts: EligibilityFacts, _ programme: Programme) -> [String: String] {
        var versions = ["programme": "\(programme.id)@\(programme.version)"]
        if let registry = facts.registryVersion { versions["registry"] = registry }
        return versions
    }
}

extension Finding {
    /// A refusal that a supervisor sent to review is a hold for the same reason.
    fileprivate func softened(by codes: Set<Reason.Code>) -> Finding {
        guard case .refuse(let reason) = verdict, codes.contains(reason.code) else { return self }
        return Finding(rule, .hold(reason), facts)
    }
}
