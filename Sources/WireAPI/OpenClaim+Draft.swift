package import Claims

extension OpenClaim {
    /// A draft that is about to be committed, as a claim.
    package init(
        draft: ClaimDraft,
        claimID: ClaimID,
        number: ClaimNumber,
        recordedAt: Timestamp,
        point: String,
        rehearsal: Bool,
        programme: (id: String, version: String),
        clock: ClaimDocument.Clock,
        keys: ClaimDocument.Keys,
        chain: ClaimDocument.ChainLink
    ) {
        contentVersion = ClaimDocument.currentContentVersion
        claimId = claimID.text
        claimNumber = number.text
        kioskId = number.kiosk.text
        self.point = point
        self.rehearsal = rehearsal
        self.recordedAt = recordedAt.description
        self.clock = clock
        self.programme = programme.id
        programmeVersion = programme.version
        consent = ClaimDocument.Consent(
            noticeVersion: draft.consent.noticeVersion,
            method: draft.consent.method.rawValue,
            at: draft.consent.at.description,
            campaign: draft.consent.campaign
        )
        applicant = Person(draft.applicant)
        relation = draft.facts.relation.rawValue
        agent = draft.agent.map(Person.init)
        vehicle = Vehicle(plate: draft.plate, draft.facts)
        certificate = draft.facts.certificate.map(Certificate.init)
        parts = Dictionary(
            uniqueKeysWithValues: draft.facts.parts.map { part, finding in
                (part.rawValue, Part(part, finding, draft.facts))
            }
        )
        payee = draft.bankCard.map {
            Payee(bankCard: $0.digits, maskedCard: $0.masked, luhnValid: $0.isLuhnValid)
        }
        verdict = ClaimDocument.Verdict(draft.decision)
        warnings = draft.warnings.map(\.code.rawValue)
        overrides = draft.overrides.map {
            Override(subject: $0.subject.name, supervisor: $0.supervisor, reason: $0.reason)
        }
        self.keys = keys
        self.chain = chain
    }
}

extension OpenClaim.Person {
    fileprivate init(_ card: CardIdentity) {
        self.init(
            name: card.name,
            idNumber: card.number.text,
            cardKind: card.kind.rawValue,
            cardValidUntil: card.validity.description
        )
    }
}

extension OpenClaim.Vehicle {
    fileprivate init(plate: Plate?, _ facts: EligibilityFacts) {
        self.init(plate: plate?.text, registration: "unavailable")
        registryVersion = facts.registryVersion
        registryAge = facts.registryAge
        kilometres = facts.kilometres
        condition = facts.condition
        switch facts.registration {
        case .found(let entry):
            registration = "found"
            plateKind = entry.kind
            registeredOn = entry.registeredOn.description
            ownerIsApplicant = entry.ownerIsApplicant
            ownerIsCompany = entry.ownerIsCompany ? true : nil
            recordVolts = entry.volts
            model = entry.model
        case .unknown: registration = "unknown"
        case .plateless: registration = "plateless"
        case .unavailable, nil: break
        }
    }
}

extension OpenClaim.Certificate {
    fileprivate init(_ certificate: OwnershipCertificate) {
        self.init(
            issuerKind: certificate.issuerKind.rawValue,
            issuer: certificate.issuer,
            number: certificate.number,
            issuedOn: certificate.issuedOn.description,
            signatory: certificate.signatory,
            photo: certificate.photo
        )
    }
}

extension OpenClaim.Part {
    fileprivate init(_ part: Claims.Part, _ finding: PartFinding, _ facts: EligibilityFacts) {
        let serial = finding.serial.wireForm
        self.init(condition: finding.condition.rawValue, serialState: serial.state, serial: serial.text)
        if let voltage = finding.voltage {
            let written = voltage.wireForm
            label = written.label
            labelVolts = written.volts
            meterMillivolts = voltage.meterMillivolts
            blocks = voltage.blocks
        }
        if facts.contradicted.contains(part) { contradictsRecord = true }
        seenIn = facts.partClaims[part]?.text
    }
}

extension ClaimDocument.Verdict {
    package init(_ decision: Decision) {
        self.init(
            kind: decision.verdict.kind,
            amountFen: decision.verdict.amount?.amount,
            reason: decision.verdict.reason?.code.rawValue,
            rule: decision.rule.rawValue,
            facts: decision.finding.facts,
            versions: decision.versions,
            provisional: decision.isProvisional
        )
    }
}
