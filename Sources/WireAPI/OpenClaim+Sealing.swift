import Claims

// An open claim as a document with masks and the contents of its boxes, and back.

extension OpenClaim {
    /// For the reviewers.
    package var identity: ClaimIdentity {
        ClaimIdentity(
            applicant: ClaimIdentity.Person(name: applicant.name, idNumber: applicant.idNumber),
            agent: agent.map { ClaimIdentity.Person(name: $0.name, idNumber: $0.idNumber) },
            plate: vehicle.plate,
            serials: parts.compactMapValues(\.serial),
            certificate: certificate.map {
                ClaimIdentity.Certificate(issuer: $0.issuer, number: $0.number, signatory: $0.signatory)
            },
            overrideReasons: overrides.map(\.reason)
        )
    }

    /// For the payers; nil when no money goes to a bank card, or none is known here.
    package var payeeContent: ClaimPayee? {
        payee?.bankCard.map { ClaimPayee(bankCard: $0, holder: applicant.name) }
    }

    /// A document and what its box for the reviewers holds. Nil when their lists do not fit each other.
    package init?(_ document: ClaimDocument, _ identity: ClaimIdentity) {
        guard identity.overrideReasons.count == document.overrides.count,
            (identity.agent == nil) == (document.agent == nil),
            (identity.certificate == nil) == (document.certificate == nil),
            identity.serials.keys.allSatisfy({ document.parts[$0] != nil })
        else { return nil }
        contentVersion = document.contentVersion
        claimId = document.claimId
        claimNumber = document.claimNumber
        kioskId = document.kioskId
        point = document.point
        rehearsal = document.rehearsal
        recordedAt = document.recordedAt
        clock = document.clock
        amends = document.amends
        amended = document.amended
        programme = document.programme
        programmeVersion = document.programmeVersion
        consent = document.consent
        applicant = Person(document.applicant, identity.applicant)
        relation = document.relation
        agent = document.agent.flatMap { masked in identity.agent.map { Person(masked, $0) } }
        vehicle = Vehicle(document.vehicle, plate: identity.plate)
        certificate = document.certificate.flatMap { open in identity.certificate.map { Certificate(open, $0) } }
        parts = Dictionary(
            uniqueKeysWithValues: document.parts.map { ($0.key, Part($0.value, serial: identity.serials[$0.key])) }
        )
        payee = document.payee.map { Payee(bankCard: nil, maskedCard: $0.maskedCard, luhnValid: $0.luhnValid) }
        verdict = document.verdict
        warnings = document.warnings
        overrides = zip(document.overrides, identity.overrideReasons).map { masked, reason in
            Override(subject: masked.subject, supervisor: masked.supervisor, reason: reason)
        }
        keys = document.keys
        chain = document.chain
    }
}

extension ClaimDocument {
    /// What may lie on a kiosk's disk of a claim. What is sealed comes from who has the keys.
    package init(_ claim: OpenClaim, clock: Clock, sealed: Sealed) {
        contentVersion = Self.currentContentVersion
        claimId = claim.claimId
        claimNumber = claim.claimNumber
        kioskId = claim.kioskId
        point = claim.point
        rehearsal = claim.rehearsal
        recordedAt = claim.recordedAt
        self.clock = clock
        amends = claim.amends
        amended = claim.amended
        programme = claim.programme
        programmeVersion = claim.programmeVersion
        consent = claim.consent
        applicant = Person(claim.applicant)
        relation = claim.relation
        agent = claim.agent.map { Person($0) }
        vehicle = Vehicle(claim.vehicle)
        certificate = claim.certificate.map {
            Certificate(issuerKind: $0.issuerKind, issuedOn: $0.issuedOn, photo: $0.photo)
        }
        parts = claim.parts.mapValues { Part($0) }
        payee = claim.payee.map { Payee(maskedCard: $0.mask, luhnValid: $0.luhnValid) }
        verdict = claim.verdict
        warnings = claim.warnings
        overrides = claim.overrides.map { Override(subject: $0.subject, supervisor: $0.supervisor) }
        keys = claim.keys
        chain = claim.chain
        self.sealed = sealed
    }
}

extension ClaimDocument.Person {
    /// What is no name or number is not shown at all.
    fileprivate init(_ person: OpenClaim.Person) {
        self.init(
            cardKind: person.cardKind,
            cardValidUntil: person.cardValidUntil,
            maskedName: person.maskedName,
            maskedNumber: person.maskedNumber
        )
    }
}

extension OpenClaim.Person {
    package var maskedName: String { (try? PersonName(name))?.masked ?? "*" }
    package var maskedNumber: String { IdentityNumber(idNumber)?.masked ?? "*" }

    fileprivate init(_ masked: ClaimDocument.Person, _ person: ClaimIdentity.Person) {
        self.init(
            name: person.name,
            idNumber: person.idNumber,
            cardKind: masked.cardKind,
            cardValidUntil: masked.cardValidUntil
        )
    }
}

extension OpenClaim.Payee {
    package var mask: String { bankCard.map { BankCardNumber($0)?.masked ?? "*" } ?? maskedCard ?? "*" }
}

extension ClaimDocument.Vehicle {
    fileprivate init(_ vehicle: OpenClaim.Vehicle) {
        self.init(
            maskedPlate: vehicle.maskedPlate,
            registration: vehicle.registration,
            plateKind: vehicle.plateKind,
            registeredOn: vehicle.registeredOn,
            ownerIsApplicant: vehicle.ownerIsApplicant,
            ownerIsCompany: vehicle.ownerIsCompany,
            recordVolts: vehicle.recordVolts,
            model: vehicle.model,
            registryVersion: vehicle.registryVersion,
            registryAge: vehicle.registryAge,
            kilometres: vehicle.kilometres,
            condition: vehicle.condition
        )
    }
}

extension OpenClaim.Vehicle {
    package var maskedPlate: String? { plate.map { Plate($0)?.masked ?? "*" } }

    fileprivate init(_ vehicle: ClaimDocument.Vehicle, plate: String?) {
        self.init(
            plate: plate,
            registration: vehicle.registration,
            plateKind: vehicle.plateKind,
            registeredOn: vehicle.registeredOn,
            ownerIsApplicant: vehicle.ownerIsApplicant,
            ownerIsCompany: vehicle.ownerIsCompany,
            recordVolts: vehicle.recordVolts,
            model: vehicle.model,
            registryVersion: vehicle.registryVersion,
            registryAge: vehicle.registryAge,
            kilometres: vehicle.kilometres,
            condition: vehicle.condition
        )
    }
}

extension OpenClaim.Certificate {
    fileprivate init(_ open: ClaimDocument.Certificate, _ sealed: ClaimIdentity.Certificate) {
        self.init(
            issuerKind: open.issuerKind,
            issuer: sealed.issuer,
            number: sealed.number,
            issuedOn: open.issuedOn,
            signatory: sealed.signatory,
            photo: open.photo
        )
    }
}

extension OpenClaim.Part {
    fileprivate init(_ part: ClaimDocument.Part, serial: String?) {
        self.init(
            condition: part.condition,
            serialState: part.serialState,
            serial: serial,
            label: part.label,
            labelVolts: part.labelVolts,
            meterMillivolts: part.meterMillivolts,
            blocks: part.blocks,
            contradictsRecord: part.contradictsRecord,
            seenIn: part.seenIn
        )
    }
}

extension ClaimDocument.Part {
    fileprivate init(_ part: OpenClaim.Part) {
        self.init(
            condition: part.condition,
            serialState: part.serialState,
            label: part.label,
            labelVolts: part.labelVolts,
            meterMillivolts: part.meterMillivolts,
            blocks: part.blocks,
            contradictsRecord: part.contradictsRecord,
            seenIn: part.seenIn
        )
    }
}
