// What the registry says of the bike, and what was found of it.

extension Eligibility {
    static func registry(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        switch facts.registration {
        case nil, .plateless: return nil
        case .unavailable:
            return programme.registry == nil ? nil : Finding(.registry, .refuse(Reason(.registryMissing)))
        case .unknown:
            return tooOld(facts, programme)
                ?? Finding(.registry, programme.plates.unknown.verdict(Reason(.plateUnknown)))
        case .found: return tooOld(facts, programme)
        }
    }

    private static func tooOld(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard let age = facts.registryAge, let limit = programme.registry?.unusableAfter, age > limit else {
            return nil
        }
        let values = ["days": String(age), "limit": String(limit)]
        return Finding(.registry, .refuse(Reason(.registryTooOld, values)), ["registryAge": String(age)])
    }

    static func plateKind(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard case .found(let entry) = facts.registration, !programme.plates.kinds.contains(entry.kind) else {
            return nil
        }
        let kinds = programme.plates.kinds.sorted().joined(separator: ", ")
        let reason = Reason(.notATarget, ["kind": entry.kind, "kinds": kinds])
        return Finding(.plateKind, programme.plates.otherwise.verdict(reason), ["plateKind": entry.kind])
    }

    static func registrationWindow(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard case .found(let entry) = facts.registration, let window = programme.registration,
            !window.contains(entry.registeredOn)
        else { return nil }
        let day = entry.registeredOn.description
        let values = ["day": day, "first": window.first.description, "last": window.last.description]
        return Finding(
            .registrationWindow,
            programme.plates.otherwise.verdict(Reason(.registeredOutside, values)),
            ["registeredOn": day]
        )
    }

    /// Asked with the certificate once parts are judged; before, only whether one would help at all.
    static func ownership(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard needsCertificate(facts) else { return nil }
        let used = ["ownerIsApplicant": "false"]
        guard programme.ownership.certificate else {
            return Finding(.ownership, .refuse(Reason(.certificateNotAccepted)), used)
        }
        guard let certificate = facts.certificate else {
            let isAsked = facts.certificateIsMissing || !facts.parts.isEmpty
            return isAsked ? Finding(.ownership, .refuse(Reason(.ownershipUnproved)), used) : nil
        }
        let age = facts.capturedOn.daysSince1970 - certificate.issuedOn.daysSince1970
        guard age >= 0, age <= programme.ownership.maximumAgeDays ?? .max else {
            let day = certificate.issuedOn.description
            return Finding(.ownership, .refuse(Reason(.certificateInvalid, ["day": day])), ["certificate": day])
        }
        return nil
    }

    static func threeParts(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        if facts.registration == .plateless, programme.plateless?.incomplete ?? false { return nil }
        for part in Part.allCases {
            let code: Reason.Code
            switch facts.parts[part]?.condition {
            case .missing: code = .partMissing
            case .wrong: code = .partWrong
            case .present, nil: continue
            }
            return Finding(.threeParts, .refuse(Reason(code, ["part": part.rawValue])), ["part": part.rawValue])
        }
        return nil
    }

    /// The same battery, motor or frame in two claims.
    static func partLedger(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard let part = Part.allCases.first(where: { facts.partClaims[$0] != nil }), let claim = facts.partClaims[part]
        else { return nil }
        let values = ["part": part.rawValue, "claim": claim.text]
        return Finding(.partLedger, .hold(Reason(.partSeen, values)), values)
    }

    static func recordMatch(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        if let part = Part.allCases.first(where: facts.contradicted.contains) {
            let values = ["part": part.rawValue]
            return Finding(.recordMatch, .hold(Reason(.recordContradicted, values)), values)
        }
        guard case .found(let entry) = facts.registration, let record = entry.volts,
            case .nominal(let volts)? = batteryReading(facts, programme), volts != record
        else { return nil }
        return Finding(
            .recordMatch,
            .hold(Reason(.recordContradicted, ["part": Part.battery.rawValue])),
            ["voltage": String(volts), "recordVoltage": String(record)]
        )
    }

    static func batteryEvidence(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard facts.registration != .plateless, programme.tariff.measure == .voltage else { return nil }
        switch batteryReading(facts, programme) {
        case .unclear: return Finding(.batteryEvidence, programme.voltage.doubt.verdict(Reason(.voltageUnclear)))
        case .contradicted:
            return Finding(.batteryEvidence, programme.voltage.doubt.verdict(Reason(.voltageContradicted)))
        case .nominal, nil: return nil
        }
    }

    /// A value without a row. Those with one are `payment`'s.
    static func tariff(_ facts: EligibilityFacts, _ programme: Programme) -> Finding? {
        guard facts.registration != .plateless, let value = measured(facts, programme),
            programme.tariff.amount(for: value) == nil
        else { return nil }
        let measure = programme.tariff.measure
        let reason =
            switch measure {
            case .kilometres: Reason(.otherKilometres, ["kilometres": String(value)])
            case .voltage, .flat: Reason(.otherVoltage, ["volts": String(value)])
            }
        return Finding(.tariff, programme.tariff.otherwise.verdict(reason), [measure.rawValue: String(value)])
    }
}
