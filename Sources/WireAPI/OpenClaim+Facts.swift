package import Claims

extension OpenClaim {
    /// The field of a claim that does not say what it should: `parts.battery.label`. Never its value.
    package struct FieldFault: Error, Equatable, Sendable {
        package let field: String

        init(_ field: String) { self.field = field }
    }
}

extension EligibilityFacts {
    /// The claim's evidence as facts again: what was looked at and found, and nothing of the verdict on it.
    ///
    /// What the claim cannot say stays as it is in facts of a bike at a counter: whether the point is one of the
    /// programme's, when the claim arrived, and earlier claims of the person and the vehicle. The day is that of
    /// `recordedAt` at UTC+8. Throws the first field that does not fit.
    package init(_ claim: OpenClaim) throws(OpenClaim.FieldFault) {
        guard let recordedAt = Timestamp(claim.recordedAt) else { throw .init("recordedAt") }
        guard let relation = Relation(rawValue: claim.relation) else { throw .init("relation") }
        guard let number = IdentityNumber(claim.applicant.idNumber) else { throw .init("applicant.idNumber") }
        // A correction is judged by the day on which the bike stood at the counter.
        let first = claim.amended.map { Timestamp($0.firstRecordedAt) } ?? recordedAt
        guard let first else { throw .init("amended.firstRecordedAt") }
        self.init(capturedOn: first.date(), registration: try claim.vehicle.known())
        self.relation = relation
        registryVersion = claim.vehicle.registryVersion
        registryAge = claim.vehicle.registryAge
        kilometres = claim.vehicle.kilometres
        condition = claim.vehicle.condition
        agentIsIdentified = claim.agent == nil ? nil : true
        applicantIsMinor = number.isMinor(on: capturedOn) ?? false
        certificate = try claim.certificate?.checked()
        for (name, part) in claim.parts {
            guard let kind = Part(rawValue: name) else { throw .init("parts") }
            try add(part, of: kind)
        }
        for (index, override) in claim.overrides.enumerated() where override.subject != Self.bankCard {
            guard let code = Reason.Code(rawValue: override.subject) else {
                throw .init("overrides[\(index)].subject")
            }
            sentToReview.insert(code)
        }
    }

    private static let bankCard = SupervisorOverride.Subject.bankCard.name

    private mutating func add(_ found: OpenClaim.Part, of part: Part) throws(OpenClaim.FieldFault) {
        let field = "parts.\(part.rawValue)"
        guard let condition = PartFinding.Condition(rawValue: found.condition) else {
            throw .init("\(field).condition")
        }
        let voltage = try found.voltage(field)
        guard voltage == nil || (part == .battery && condition == .present) else { throw .init("\(field).label") }
        parts[part] = PartFinding(condition: condition, serial: try found.foundSerial(field), voltage: voltage)
        if found.contradictsRecord ?? false { contradicted.insert(part) }
        if let seenIn = found.seenIn {
            guard let claim = ClaimNumber(seenIn) else { throw .init("\(field).seenIn") }
            partClaims[part] = claim
        }
    }
}

extension OpenClaim.Vehicle {
    fileprivate func known() throws(OpenClaim.FieldFault) -> Registration {
        switch registration {
        case "found":
            guard let kind = plateKind else { throw .init("vehicle.plateKind") }
            guard let day = registeredOn.flatMap({ CivilDate($0) }) else { throw .init("vehicle.registeredOn") }
            guard let ownerIsApplicant else { throw .init("vehicle.ownerIsApplicant") }
            let ownerIsCompany = ownerIsCompany ?? false
            guard !(ownerIsCompany && ownerIsApplicant) else { throw .init("vehicle.ownerIsCompany") }
            return .found(
                RegistryEntry(
                    kind: kind,
                    registeredOn: day,
                    ownerIsApplicant: ownerIsApplicant,
                    ownerIsCompany: ownerIsCompany,
                    volts: recordVolts,
                    model: model
                )
            )
        case "unknown": return .unknown
        case "unavailable": return .unavailable
        case "plateless": return .plateless
        default: throw .init("vehicle.registration")
        }
    }
}

extension OpenClaim.Certificate {
    fileprivate func checked() throws(OpenClaim.FieldFault) -> OwnershipCertificate {
        guard let kind = OwnershipCertificate.IssuerKind(rawValue: issuerKind) else {
            throw .init("certificate.issuerKind")
        }
        guard let day = CivilDate(issuedOn) else { throw .init("certificate.issuedOn") }
        do {
            return try OwnershipCertificate(
                issuerKind: kind,
                issuer: issuer,
                number: number,
                issuedOn: day,
                signatory: signatory,
                photo: photo
            )
        } catch {
            throw .init("certificate.\(error.rawValue)")
        }
    }
}

extension OpenClaim.Part {
    fileprivate func foundSerial(_ field: String) throws(OpenClaim.FieldFault) -> PartSerial {
        switch (serialState, serial) {
        case ("read", let text?):
            guard let serial = PartSerial.read(checking: text) else { throw .init("\(field).serial") }
            return serial
        case ("illegible", nil): return .illegible
        case ("ground-off", nil): return .groundOff
        case ("none", nil): return .none
        case ("read", _), ("illegible", _), ("ground-off", _), ("none", _): throw .init("\(field).serial")
        default: throw .init("\(field).serialState")
        }
    }

    /// Nil when nothing of a voltage is there.
    fileprivate func voltage(_ field: String) throws(OpenClaim.FieldFault) -> BatteryVoltage? {
        if label == nil, labelVolts == nil, meterMillivolts == nil, blocks == nil { return nil }
        guard
            let voltage = BatteryVoltage(
                label: label,
                volts: labelVolts,
                meterMillivolts: meterMillivolts,
                blocks: blocks
            )
        else { throw .init("\(field).label") }
        return voltage
    }
}
