import Claims
import Settings

/// The facts of a document under one programme: what the rules are asked, and what they lack.
struct FactsCase {
    /// A fact without which there is no verdict.
    struct Missing: Equatable, Encodable {
        /// Its place in the document, `parts.battery.label`.
        let fact: String
        let expected: String
    }

    /// Nil without a day of capture.
    private(set) var facts: EligibilityFacts?
    private(set) var missing: [Missing] = []
    /// What was read and does not count, for people.
    private(set) var notes: [String] = []
    private(set) var point: Programme.Point?

    /// What contradicts the programme goes to the document's problems.
    init(_ document: FactsDocument, _ programme: Programme) {
        guard document.asksForVerdict else { return }
        var facts = document.captured.map { EligibilityFacts(capturedOn: $0.day) }
        if facts == nil { lacks("capturedAt", "the time of the claim, or its day") }
        facts?.receivedOn = document.received?.day
        facts?.captureIsProved = document.captureIsProved
        facts?.atDesignatedPoint = isDesignated(document.point, programme)
        facts?.registration = registration(document, programme)
        facts?.registryVersion = document.registry.version
        facts?.registryAge = registryAge(document, programme)
        facts?.relation = document.applicant.standing.relation
        facts?.agentIsIdentified = document.applicant.agentIsIdentified
        facts?.applicantIsMinor = isMinor(document)
        facts?.personClaim = Self.deciding(document.personClaims) { _ in true }
        facts?.vehicleClaim = vehicleClaim(document, programme)
        facts?.certificate = certificate(document, programme)
        facts?.parts = document.parts.mapValues(\.finding)
        facts?.partClaims = document.parts.compactMapValues(\.seenIn)
        facts?.contradicted = Set(document.parts.filter(\.value.contradictsRecord).keys)
        facts?.kilometres = document.kilometres
        facts?.condition = condition(document, programme)
        facts?.sentToReview = sentToReview(document, programme)
        nameMissing(document, programme)
        self.facts = facts
    }

    private mutating func lacks(_ fact: String, _ expected: String) {
        missing.append(Missing(fact: fact, expected: expected))
    }

    private mutating func isDesignated(_ node: FactsReader?, _ programme: Programme) -> Bool? {
        guard let node else { return nil }
        if case .truth(let isDesignated) = node.json.value { return isDesignated }
        guard let id = node.text(1...80) else { return nil }
        point = programme.points.first { $0.id == id }
        if point != nil { return true }
        let known = programme.points.map(\.id)
        // A slip of the pen, or what people call a point, must not read as another place.
        let meant = programme.points.filter { $0.isCalled(id) }.map(\.id)
        if !meant.isEmpty {
            node.reject("the point's id, which is \(meant.joined(separator: " or ")), not its title")
            return nil
        }
        if let near = NearestWord.to(id, among: known) {
            node.reject("one of \(known.joined(separator: ", ")), perhaps \(near), or another place's name")
            return nil
        }
        return false
    }

    private mutating func registration(_ document: FactsDocument, _ programme: Programme) -> Registration? {
        guard let plate = document.plate else { return nil }
        switch plate.state {
        case .none: return .plateless
        case .unknown: return .unknown
        case .unavailable: return .unavailable
        case .found: break
        }
        let kind = plate.kind.flatMap { plateKind($0, programme) }
        if plate.kind == nil {
            lacks("plate.kind", "the plate's kind; \(Self.list(programme.plates.kinds)) is a target")
        }
        if plate.registeredOn == nil, programme.registration != nil {
            lacks("plate.registeredOn", "the day of the bike's registration")
        }
        // Where there is a window, the bike lies outside of it.
        if programme.registration == nil, let (node, day) = plate.registeredOn, let captured = document.captured,
            day > captured.day
        {
            node.contradiction("the bike was registered after the claim", "Correct registeredOn or capturedAt.")
        }
        let standing = document.applicant.standing
        let needsOwner = standing != .company && standing != .heir
        if plate.ownerIsApplicant == nil, needsOwner {
            lacks("plate.ownerIsApplicant", "true or false, or both ownerIdNumber and applicant.idNumber")
        }
        // What is missing is filled in with what nobody objects to: a refusal for another reason holds whatever it is,
        // and nothing else is given while something is missing.
        guard let day = plate.registeredOn?.day ?? programme.registration?.first ?? document.captured?.day,
            let kind = kind ?? programme.plates.kinds.min()
        else { return nil }
        return .found(
            RegistryEntry(
                kind: kind,
                registeredOn: day,
                ownerIsApplicant: plate.ownerIsApplicant ?? true,
                ownerIsCompany: plate.ownerIsCompany,
                volts: plate.volts
            )
        )
    }

    private func plateKind(_ node: FactsReader, _ programme: Programme) -> String? {
        guard let text = node.text(1...40) else { return nil }
        let known = programme.plates.kinds
        if known.contains(text) { return text }
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-".utf8
        let words = text.split(separator: "-").sorted()
        let isSlip = known.contains { $0.split(separator: "-").sorted() == words || NearestWord.isSlip(text, of: $0) }
        guard text.utf8.allSatisfy(allowed.contains), !isSlip else {
            node.reject("a kind in lower-case letters, digits and hyphens; a target is \(Self.list(known))")
            return nil
        }
        return text
    }

    private func registryAge(_ document: FactsDocument, _ programme: Programme) -> Int? {
        guard programme.registry != nil else { return document.registry.ageDays }
        if let age = document.registry.ageDays { return age }
        guard let asOf = document.registry.asOf?.day, let captured = document.captured else { return 0 }
        return captured.day.daysSince1970 - asOf.daysSince1970
    }

    private func isMinor(_ document: FactsDocument) -> Bool {
        if let told = document.applicant.isMinor { return told.value }
        guard let captured = document.captured else { return false }
        return document.applicant.number?.isMinor(on: captured.day) ?? false
    }

    /// The claim that holds keys and is `wanted`, else one that holds them, else any.
    private static func deciding(
        _ claims: [FactsDocument.Earlier],
        wanted: (EarlierClaim) -> Bool
    ) -> EarlierClaim? {
        let all = claims.map(\.claim)
        let holding = all.filter(\.state.holdsKeys)
        return holding.first(where: wanted) ?? holding.first ?? all.first
    }

    private mutating func vehicleClaim(_ document: FactsDocument, _ programme: Programme) -> EarlierClaim? {
        let claims = document.vehicleClaims
        switch programme.onceOnly {
        case .each: return Self.deciding(claims) { $0.byApplicant == false }
        case .pair:
            let own = claims.first { $0.claim.state.holdsKeys && $0.claim.byApplicant == true }
            if own == nil, let open = claims.first(where: { $0.claim.state.holdsKeys && $0.claim.byApplicant == nil }) {
                lacks(
                    "\(open.node.place).byApplicant",
                    "true or false: the programme counts person and vehicle together"
                )
            }
            return Self.deciding(claims) { $0.byApplicant == true }
        }
    }

    private mutating func certificate(_ document: FactsDocument, _ programme: Programme) -> OwnershipCertificate? {
        guard let read = document.certificate else { return nil }
        var fault = read.fault
        if programme.ownership.photo == .required, read.hasPhoto == false {
            fault = fault ?? "the programme wants a photo of the certificate"
        }
        guard let fault else {
            nameMissing(of: read, document, programme)
            return read.certificate
        }
        notes.append("The certificate does not count: \(fault).")
        return nil
    }

    /// What a certificate names must be compared where one is needed.
    private mutating func nameMissing(
        of read: FactsDocument.Certificate,
        _ document: FactsDocument,
        _ programme: Programme
    ) {
        guard programme.ownership.certificate, let plate = document.plate, plate.ownerIsApplicant == false,
            !plate.ownerIsCompany, [.owner, .agent].contains(document.applicant.standing.relation)
        else { return }
        if read.namesHolder, document.applicant.number == nil {
            lacks("applicant.idNumber", "the applicant's number, to compare with certificate.holderIdNumber")
        }
        if read.namesPlate, document.plateText == nil {
            lacks("plate.text", "the plate, to compare with certificate.plate")
        }
    }

    private func condition(_ document: FactsDocument, _ programme: Programme) -> String? {
        guard let node = document.condition, let text = node.text(1...80) else { return nil }
        guard let plateless = programme.plateless else { return text }
        let known = plateless.rows.map(\.condition)
        guard known.contains(text) else {
            node.reject("one of \(known.joined(separator: ", "))")
            return nil
        }
        return text
    }

    private func sentToReview(_ document: FactsDocument, _ programme: Programme) -> Set<Reason.Code> {
        for (node, code) in document.sentToReview where !programme.reviewable.contains(code) {
            let allowed = Self.list(Set(programme.reviewable.map(\.rawValue)))
            node.contradiction(
                "the programme does not let a supervisor send this to review, only \(allowed)",
                "Leave it out, or change the programme."
            )
        }
        return Set(document.sentToReview.map(\.code))
    }

    private mutating func nameMissing(_ document: FactsDocument, _ programme: Programme) {
        if document.applicant.standing == .agent, document.applicant.agentIsIdentified == nil,
            programme.agents == .recorded
        {
            lacks("applicant.agentIdNumber", "the agent's own ID number, or agentIdentified: true or false")
        }
        if document.plate == nil { lacks("plate", "an object with what the registry says, or \"none\"") }
        for part in Part.allCases where document.parts[part] == nil {
            lacks("parts.\(part.rawValue)", "present, missing or wrong, or an object")
        }
        if document.plate?.state == FactsDocument.PlateState.none {
            if let plateless = programme.plateless, document.condition == nil {
                let known = plateless.rows.map(\.condition)
                lacks("condition", "the bike's condition: \(known.joined(separator: ", "))")
            }
            return
        }
        switch programme.tariff.measure {
        case .voltage:
            if let battery = document.parts[.battery], battery.finding.condition == .present,
                battery.finding.voltage == nil
            {
                lacks("parts.battery.label", "the volts on the label, else meterVolts or blocks")
            }
        case .kilometres:
            if document.kilometres == nil { lacks("kilometres", "what the odometer shows") }
        case .flat: break
        }
    }

    private static func list(_ words: Set<String>) -> String {
        words.isEmpty ? "nothing" : words.sorted().joined(separator: ", ")
    }
}

extension Programme.Point {
    /// Whether a text is the point's title in some language, a beginning of it, or begins with it.
    fileprivate func isCalled(_ text: String) -> Bool {
        let wanted = Self.folded(text)
        return wanted.count > 1
            && title.values.map(Self.folded).contains { !$0.isEmpty && ($0.hasPrefix(wanted) || wanted.hasPrefix($0)) }
    }

    /// Case, spaces and marks do not count.
    private static func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}
