// Where, when and who: the rules that need no bike.

extension Eligibility {
    static func acceptanceWindow(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        let window = programme.acceptance
        guard !window.contains(facts.capturedOn) else { return nil }
        let values = ["first": window.first.description, "last": window.last.description]
        return Finding(
            .acceptanceWindow,
            .refuse(Reason(.outsideWindow, values)),
            ["capturedOn": facts.capturedOn.description]
        )
    }

    static func designatedPoint(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        facts.atDesignatedPoint == false ? Finding(.designatedPoint, .refuse(Reason(.undesignatedPlace))) : nil
    }

    /// A claim that arrives after the window is valid if it was made in it.
    static func captureProof(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard let received = facts.receivedOn, received > programme.acceptance.last, !facts.captureIsProved else {
            return nil
        }
        return Finding(
            .captureProof,
            .hold(Reason(.captureUnproved, ["day": received.description])),
            ["capturedOn": facts.capturedOn.description, "receivedOn": received.description]
        )
    }

    static func plateless(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard facts.registration == .plateless else { return nil }
        guard let plateless = programme.plateless else {
            return Finding(.plateless, .refuse(Reason(.platelessNotTaken)))
        }
        guard let row = plateless.rows.first(where: { $0.condition == facts.condition }), row.needsAllParts,
            let part = Part.allCases.first(where: { facts.parts[$0].map { $0.condition != .present } ?? false })
        else { return nil }
        let used = ["condition": row.condition, "part": part.rawValue]
        return Finding(.plateless, .refuse(Reason(.conditionContradicted, ["part": part.rawValue])), used)
    }

    static func agents(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard facts.relation == .agent else { return nil }
        let used = ["relation": facts.relation.rawValue]
        switch programme.agents {
        case .notAllowed: return Finding(.agents, .refuse(Reason(.agentNotAllowed)), used)
        case .recorded:
            return facts.agentIsIdentified == false ? Finding(.agents, .refuse(Reason(.agentUnidentified)), used) : nil
        }
    }

    /// Cases that the announcement does not speak of. A residual value is no grant and asks nothing of its owner.
    /// That a company owns the bike is said at the counter or by the registry, which is believed first.
    static func coveredOwner(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard facts.registration != .plateless else { return nil }
        var used = ["relation": facts.relation.rawValue, "minor": String(facts.applicantIsMinor)]
        let code: Reason.Code
        switch facts.relation {
        case _ where facts.registration?.ownerIsCompany ?? false:
            used["ownerIsCompany"] = "true"
            code = .ownerCompany
        case .heir: code = .ownerDeceased
        case .company: code = .ownerCompany
        case .owner, .agent:
            guard facts.applicantIsMinor else { return nil }
            code = .ownerMinor
        }
        return Finding(.coveredOwner, programme.uncovered.verdict(Reason(code)), used)
    }

    /// Asked only once it is known that the bike has a plate: a residual value is no subsidy.
    static func oncePerPerson(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard isSubsidy(facts, programme), programme.onceOnly == .each, let claim = facts.personClaim,
            claim.state.holdsKeys
        else { return nil }
        return Finding(.oncePerPerson, .refuse(Reason(.personClaimed, ["claim": claim.number.text])), claim.facts)
    }

    static func oncePerVehicle(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard let claim = facts.vehicleClaim, claim.state.holdsKeys else { return nil }
        let values = ["claim": claim.number.text]
        switch (programme.onceOnly, claim.byApplicant) {
        case (.each, true), (.each, nil):
            return Finding(.oncePerVehicle, .refuse(Reason(.vehicleClaimed, values)), claim.facts)
        case (.pair, true):
            return Finding(.oncePerVehicle, .refuse(Reason(.pairClaimed, values)), claim.facts)
        case (.each, false):
            return Finding(.oncePerVehicle, .refuse(Reason(.vehicleClaimedByAnother, values)), claim.facts)
        case (.pair, false), (.pair, nil): return nil
        }
    }

    /// Whether the bike can still turn out to have no plate, or has none.
    private static func isSubsidy(_ facts: EligibilityFacts, _ programme: Programme) -> Bool {
        guard let registration = facts.registration else { return programme.plateless == nil }
        return registration != .plateless
    }
}

extension EarlierClaim {
    fileprivate var facts: [String: String] { ["claim": number.text, "claimState": state.rawValue] }
}
