import Claims

/// The facts of one case as somebody wrote them, `docs/decide.md`. Nil where they say nothing.
struct FactsDocument {
    enum PlateState: String, CaseIterable {
        /// The registry has it: kind, day and owner follow.
        case found
        /// The registry does not have it.
        case unknown
        /// There is no registry to ask.
        case unavailable
        /// The bike has no plate.
        case none
    }

    struct PlateFacts {
        let node: FactsReader
        let state: PlateState
        var kind: FactsReader?
        var registeredOn: (node: FactsReader, day: CivilDate)?
        var volts: Int?
        var ownerIsApplicant: Bool?
        var ownerIsCompany = false
    }

    /// What an applicant is; more words than `Relation` has, because people say it more exactly.
    enum Standing: String, CaseIterable {
        case owner
        case registeredOwner = "registered-owner"
        case presentOwner = "present-owner"
        case agent
        case heir
        case company

        var relation: Relation {
            switch self {
            case .owner, .registeredOwner, .presentOwner: .owner
            case .agent: .agent
            case .heir: .heir
            case .company: .company
            }
        }
    }

    struct Applicant {
        var standing = Standing.owner
        var number: IdentityNumber?
        var numberNode: FactsReader?
        var validity: CardIdentity.Validity?
        var isMinor: (node: FactsReader, value: Bool)?
        var agentIsIdentified: Bool?
    }

    struct Certificate {
        let certificate: OwnershipCertificate
        /// Why it does not count for this case; nil when it does.
        var fault: String?
        var hasPhoto: Bool?
        /// Whether it says whom and which plate it names, which then must be compared.
        var namesHolder = false
        var namesPlate = false
    }

    struct Registry {
        var version: String?
        var ageDays: Int?
        var asOf: (node: FactsReader, day: CivilDate)?
    }

    struct PartFacts {
        let finding: PartFinding
        var seenIn: ClaimNumber?
        var contradictsRecord = false
    }

    /// A claim's number wherever the facts have one, and what they say of it there.
    struct Mention {
        let node: FactsReader
        let number: ClaimNumber
        /// Nil for a claim that is live or paid.
        let stage: Stage?
        let byApplicant: Bool?
    }

    struct Earlier {
        let claim: EarlierClaim
        /// Where the claim stands, to name a missing `byApplicant`.
        let node: FactsReader
    }

    var identifiers = FactsIdentifiers()
    var programme: FactsReader?
    var captured: FactsMoment?
    var received: FactsMoment?
    var captureIsProved = false
    var point: FactsReader?
    var plate: PlateFacts?
    var plateText: FactsReader?
    var registry = Registry()
    var applicant = Applicant()
    var certificate: Certificate?
    var parts: [Part: PartFacts] = [:]
    var kilometres: Int?
    var condition: FactsReader?
    /// Subsidy claims of the same person.
    var personClaims: [Earlier] = []
    var vehicleClaims: [Earlier] = []
    var mentions: [Mention] = []
    var sentToReview: [(node: FactsReader, code: Reason.Code)] = []
    var approved: FactsMoment?
    var workingDays: Int?
    var calendars: [String]?
    /// Whether anything was said that a verdict could follow from.
    var asksForVerdict = false

    static let keys = [
        "programme", "capturedAt", "receivedAt", "captureProved", "point", "plate", "registry", "applicant",
        "certificate", "parts", "kilometres", "condition", "claims", "bankCard", "sentToReview", "approvedAt",
        "workingDays", "calendars", "comment",
    ]

    /// What the object says; what is wrong with it goes to its `problems`.
    init(_ root: FactsReader) {
        guard let members = root.members(Self.keys) else { return }
        programme = members["programme"]
        readTimes(members)
        point = members["point"]
        members["applicant"].map { readApplicant($0) }
        members["plate"].map { readPlate($0) }
        members["registry"].map { readRegistry($0) }
        members["certificate"].map { readCertificate($0) }
        members["parts"].map { readParts($0) }
        kilometres = members["kilometres"]?.integer(0...10_000_000, "kilometres")
        condition = members["condition"]
        members["claims"].map { readClaims($0) }
        members["bankCard"].map { readBankCard($0) }
        sentToReview =
            members["sentToReview"].map { $0.oneOrMore(32) }?.compactMap { node in
                node.choice(Reason.Code.self).map { (node, $0) }
            } ?? []
        workingDays = members["workingDays"]?.integer(1...1_000, "working days")
        calendars = members["calendars"].map { $0.oneOrMore(64).compactMap { $0.text(1...80) } }
        checkConsistency()
        let caseKeys = Set(Self.keys).subtracting([
            "programme", "bankCard", "approvedAt", "workingDays", "calendars", "comment", "applicant",
        ])
        let told = caseKeys.intersection(members.keys)
        // A plate's text alone asks whether it is one.
        asksForVerdict = !told.isEmpty && !(told == ["plate"] && plate == nil && plateText != nil)
    }

    private mutating func readTimes(_ members: [String: FactsReader]) {
        captured = members["capturedAt"]?.moment()
        received = members["receivedAt"]?.moment()
        approved = members["approvedAt"]?.moment()
        captureIsProved = members["captureProved"]?.truth() ?? false
        if let captured, let received, let node = members["receivedAt"], received.isBefore(captured) {
            node.contradiction("a claim cannot arrive before it was made", "Correct receivedAt or capturedAt.")
        }
        if let captured, let approved, let node = members["approvedAt"], approved.isBefore(captured) {
            node.contradiction("a claim cannot be approved before it was made", "Correct approvedAt or capturedAt.")
        }
    }

    private mutating func readBankCard(_ node: FactsReader) {
        guard case .text(let text) = node.json.value else {
            return node.reject("the digits in quotes: \"6299990000012343\"")
        }
        let card = BankCardNumber(text)
        identifiers.bankCard = .init(card)
        if card == nil { node.reject("a bank card number of 12–19 digits; spaces and hyphens may stand between") }
    }

    private mutating func readApplicant(_ node: FactsReader) {
        let keys = [
            "idNumber", "cardKind", "cardValidUntil", "relation", "isMinor", "agentIdentified", "agentIdNumber",
        ]
        guard let members = node.members(keys) else { return }
        applicant.standing = members["relation"]?.choice(Standing.self) ?? .owner
        if let number = members["idNumber"] {
            let (facts, read) = FactsIdentifiers.Identity.read(number)
            (identifiers.idNumber, applicant.number, applicant.numberNode) = (facts, read, number)
        }
        if let kind = members["cardKind"], let chosen = kind.choice(CardIdentity.Kind.self), let own = applicant.number,
            !own.fits(chosen)
        {
            let kinds = own.kinds.map(\.rawValue).sorted().joined(separator: " or ")
            kind.contradiction("a card of this kind does not carry such a number", "The number is of a \(kinds) card.")
        }
        if let validity = members["cardValidUntil"] {
            if case .text("long-term") = validity.json.value {
                applicant.validity = .longTerm
            } else if case .text("长期") = validity.json.value {
                applicant.validity = .longTerm
            } else {
                applicant.validity = validity.day().map { .until($0) }
            }
        }
        if let minor = members["isMinor"], let value = minor.truth() { applicant.isMinor = (minor, value) }
        readAgent(members)
    }

    private mutating func readAgent(_ members: [String: FactsReader]) {
        let told = members["agentIdentified"]?.truth()
        applicant.agentIsIdentified = told
        guard let node = members["agentIdNumber"] ?? members["agentIdentified"] else { return }
        if applicant.standing != .agent {
            node.contradiction("only an agent has one", "Write \"relation\": \"agent\", or leave it out.")
        }
        guard let agent = members["agentIdNumber"] else { return }
        let (facts, read) = FactsIdentifiers.Identity.read(agent)
        identifiers.agentIdNumber = facts
        applicant.agentIsIdentified = read != nil
        if told == false {
            agent.contradiction("an agent with an ID number is identified", "Leave agentIdentified out.")
        }
        if let read, read == applicant.number {
            agent.contradiction(
                "the agent cannot be the applicant",
                "idNumber is the owner's, agentIdNumber that of who comes for the owner."
            )
        }
    }

    /// What two keys say together; whatever needs the programme comes later.
    private mutating func checkConsistency() {
        if let node = applicant.numberNode, let captured, let birth = applicant.number?.birthDate, birth > captured.day
        {
            node.contradiction("the birth date in it lies after the claim", "Correct idNumber or capturedAt.")
        }
        if let (node, value) = applicant.isMinor, let captured,
            let isMinor = applicant.number?.isMinor(on: captured.day),
            value != isMinor
        {
            node.contradiction(
                "by the birth date in idNumber the applicant is \(value ? "18 or older" : "younger than 18") that day",
                "Leave isMinor out: it follows from the number."
            )
        }
        checkMentions()
        if let (node, day) = registry.asOf, let captured {
            if day > captured.day {
                node.contradiction("the extract is younger than the claim", "Correct registry.asOf or capturedAt.")
            } else if let age = registry.ageDays, age != captured.day.daysSince1970 - day.daysSince1970 {
                node.contradiction("ageDays says another day", "Write asOf or ageDays, not both.")
            }
        }
    }
}
