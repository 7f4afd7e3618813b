// A central reads claims by the thousand, and what `Decodable` does for that costs many times as much.

private typealias Misfit = NodeMembers.Misfit

extension ClaimDocument {
    /// A document as kiosks write it. Nil for one that `JSONNode.decoded` refuses, which says why.
    package init?(reading node: JSONNode) {
        guard let document = try? Self(NodeMembers(node)) else { return nil }
        self = document
    }

    private init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            contentVersion: try members.number("contentVersion"),
            claimId: try members.text("claimId"),
            claimNumber: try members.text("claimNumber"),
            kioskId: try members.text("kioskId"),
            point: try members.text("point"),
            rehearsal: try members.flag("rehearsal"),
            recordedAt: try members.text("recordedAt"),
            clock: try members.object("clock", Clock.init),
            amends: try members.textIfPresent("amends"),
            amended: try members.objectIfPresent("amended", Amended.init),
            programme: try members.text("programme"),
            programmeVersion: try members.text("programmeVersion"),
            consent: try members.object("consent", Consent.init),
            applicant: try members.object("applicant", Person.init),
            relation: try members.text("relation"),
            agent: try members.objectIfPresent("agent", Person.init),
            vehicle: try members.object("vehicle", Vehicle.init),
            certificate: try members.objectIfPresent("certificate", Certificate.init),
            parts: try members.objectsByName("parts", Part.init),
            payee: try members.objectIfPresent("payee", Payee.init),
            verdict: try members.object("verdict", Verdict.init),
            warnings: try members.texts("warnings"),
            overrides: try members.objects("overrides", Override.init),
            keys: try members.object("keys", Keys.init),
            chain: try members.object("chain", ChainLink.init),
            sealed: try members.object("sealed", Sealed.init)
        )
    }
}

extension ClaimDocument.Person {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            cardKind: try members.text("cardKind"),
            cardValidUntil: try members.text("cardValidUntil"),
            maskedName: try members.text("maskedName"),
            maskedNumber: try members.text("maskedNumber")
        )
    }
}

extension ClaimDocument.Consent {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            noticeVersion: try members.text("noticeVersion"),
            method: try members.text("method"),
            at: try members.text("at"),
            campaign: try members.flag("campaign")
        )
    }
}

extension ClaimDocument.Clock {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        guard let trust = Trust(rawValue: try members.text("trust")) else { throw Misfit() }
        self.init(
            trust: trust,
            boot: try members.text("boot"),
            uptimeMilliseconds: try members.number("uptimeMilliseconds"),
            lastTrustedAt: try members.textIfPresent("lastTrustedAt")
        )
    }
}

extension ClaimDocument.Vehicle {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            maskedPlate: try members.textIfPresent("maskedPlate"),
            registration: try members.text("registration"),
            plateKind: try members.textIfPresent("plateKind"),
            registeredOn: try members.textIfPresent("registeredOn"),
            ownerIsApplicant: try members.flagIfPresent("ownerIsApplicant"),
            ownerIsCompany: try members.flagIfPresent("ownerIsCompany"),
            recordVolts: try members.numberIfPresent("recordVolts"),
            model: try members.textIfPresent("model"),
            registryVersion: try members.textIfPresent("registryVersion"),
            registryAge: try members.numberIfPresent("registryAge"),
            kilometres: try members.numberIfPresent("kilometres"),
            condition: try members.textIfPresent("condition")
        )
    }
}

extension ClaimDocument.Certificate {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            issuerKind: try members.text("issuerKind"),
            issuedOn: try members.text("issuedOn"),
            photo: try members.textIfPresent("photo")
        )
    }
}

extension ClaimDocument.Part {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            condition: try members.text("condition"),
            serialState: try members.text("serialState"),
            label: try members.textIfPresent("label"),
            labelVolts: try members.numberIfPresent("labelVolts"),
            meterMillivolts: try members.numberIfPresent("meterMillivolts"),
            blocks: try members.numberIfPresent("blocks"),
            contradictsRecord: try members.flagIfPresent("contradictsRecord"),
            seenIn: try members.textIfPresent("seenIn")
        )
    }
}

extension ClaimDocument.Payee {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(maskedCard: try members.text("maskedCard"), luhnValid: try members.flag("luhnValid"))
    }
}

extension ClaimDocument.Verdict {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            kind: try members.text("kind"),
            amountFen: try members.numberIfPresent("amountFen"),
            reason: try members.textIfPresent("reason"),
            rule: try members.text("rule"),
            facts: try members.textsByName("facts"),
            versions: try members.textsByName("versions"),
            provisional: try members.flag("provisional")
        )
    }
}

extension ClaimDocument.Override {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(subject: try members.text("subject"), supervisor: try members.text("supervisor"))
    }
}

extension ClaimDocument.Keys {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            person: try members.text("person"),
            vehicle: try members.textIfPresent("vehicle"),
            pair: try members.textIfPresent("pair"),
            parts: try members.textsByName("parts"),
            card: try members.textIfPresent("card")
        )
    }
}

extension ClaimDocument.ChainLink {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(sequence: try members.number("sequence"), previous: try members.text("previous"))
    }
}

extension ClaimDocument.Amended {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            sequence: try members.number("sequence"),
            previous: try members.text("previous"),
            hash: try members.text("hash"),
            firstRecordedAt: try members.text("firstRecordedAt"),
            recordedAt: try members.textIfPresent("recordedAt"),
            earlier: try members.objectsIfPresent("earlier", ClaimDocument.Earlier.init)
        )
    }
}

extension ClaimDocument.Earlier {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            claimId: try members.text("claimId"),
            sequence: try members.number("sequence"),
            previous: try members.text("previous"),
            hash: try members.text("hash"),
            recordedAt: try members.text("recordedAt")
        )
    }
}

extension ClaimDocument.Box {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(key: try members.text("key"), box: try members.text("box"))
    }
}

extension ClaimDocument.Sealed {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            identity: try members.object("identity", ClaimDocument.Box.init),
            payee: try members.objectIfPresent("payee", ClaimDocument.Box.init)
        )
        context = try members.textIfPresent("context")
        corrections = try members.objectsIfPresent("corrections", ClaimDocument.Box.init)
        formerPayee = try members.objectIfPresent("formerPayee", ClaimDocument.Box.init)
    }
}
