import Claims
import Testing

/// What the rules say while facts are missing, and which of several objections decides.
struct EligibilityOrderTests {
    @Test func `nothing known, nothing objected, no verdict`() throws {
        let facts = EligibilityFacts(capturedOn: try day("2025-03-10"))
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.decision(on: facts, under: try programme()) == nil)
    }

    @Test(arguments: Part.allCases)
    func `there is no payment before every part is judged`(part: Part) throws {
        for var facts in [try goodFacts(), try platelessFacts()] {
            facts.parts[part] = nil
            #expect(Eligibility.decision(on: facts, under: try programme()) == nil)
        }
    }

    @Test func `there is no payment before plate, voltage or condition are known`() throws {
        let rules = try programme()
        var facts = try goodFacts()
        facts.registration = nil
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
        facts = try goodFacts()
        facts.parts[.battery] = PartFinding(condition: .present)
        #expect(Eligibility.objection(to: facts, under: rules) == nil)
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
        facts = try platelessFacts()
        facts.condition = nil
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
        facts.condition = "of gold"
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
    }

    @Test func `a refusal decides at once, a hold when nothing more can be learnt`() throws {
        let rules = try programme()
        var facts = try goodFacts()
        facts.relation = .company
        facts.parts[.motor] = nil
        #expect(Eligibility.objection(to: facts, under: rules)?.verdict == .review(.ownerCompany))
        #expect(Eligibility.decision(on: facts, under: rules) == nil)
        facts.capturedOn = try day("2025-05-01")
        #expect(Eligibility.decision(on: facts, under: rules)?.rule == .acceptanceWindow)
    }

    /// Each fact that objects, from the first rule to the last: mending one names the next.
    @Test func `the first refusal decides, then the first hold, and the others are listed`() throws {
        var facts = try goodFacts()
        facts.capturedOn = try day("2025-05-01")
        facts.atDesignatedPoint = false
        facts.receivedOn = try day("2025-05-02")
        facts.relation = .agent
        facts.applicantIsMinor = true
        facts.personClaim = EarlierClaim(try claimNumber(1))
        facts.vehicleClaim = EarlierClaim(try claimNumber(2))
        facts.registryAge = 31
        facts.registration = try registered(kind: "green", on: "2022-01-01", ownerIsApplicant: false, volts: 48)
        facts.parts = parts(volts: 36, motor: .wrong)
        facts.partClaims = [.frame: try claimNumber(3)]
        let rules = try programme(ownership: .init(certificate: false))
        var named: [Rule] = []
        func decide() throws {
            let decision = try #require(Eligibility.decision(on: facts, under: rules))
            named.append(decision.rule)
            #expect(!decision.others.contains { $0.rule == decision.rule })
            let order = decision.others.compactMap { finding in Rule.allCases.firstIndex(of: finding.rule) }
            #expect(order == order.sorted())
        }
        try decide()
        facts.capturedOn = try day("2025-04-30")
        try decide()
        facts.atDesignatedPoint = true
        try decide()
        facts.relation = .owner
        try decide()
        facts.personClaim = nil
        try decide()
        facts.vehicleClaim = nil
        try decide()
        facts.registryAge = 30
        try decide()
        facts.registration = try registered(on: "2022-01-01", ownerIsApplicant: false, volts: 48)
        try decide()
        facts.registration = try registered(ownerIsApplicant: false, volts: 48)
        try decide()
        facts.registration = try registered(volts: 48)
        try decide()
        facts.parts = parts(volts: 36)
        try decide()
        facts.captureIsProved = true
        try decide()
        facts.applicantIsMinor = false
        try decide()
        facts.partClaims = [:]
        try decide()
        facts.registration = try registered()
        try decide()
        facts.parts[.battery] = PartFinding(condition: .present, voltage: BatteryVoltage(label: .illegible))
        try decide()
        facts.parts = parts()
        try decide()
        #expect(
            named == [
                .acceptanceWindow, .designatedPoint, .agents, .oncePerPerson, .oncePerVehicle, .registry, .plateKind,
                .registrationWindow, .ownership, .threeParts, .captureProof, .coveredOwner, .partLedger, .recordMatch,
                .tariff, .batteryEvidence, .tariff,
            ]
        )
        #expect(Eligibility.verdict(on: facts, under: rules) == .subsidy(Fen(61_500)))
    }

    @Test(arguments: [
        (0, nil, false), (7, nil, false), (8, nil, true), (30, nil, true), (31, Reason.Code.registryTooOld, true),
    ])
    func `a registry is good, then provisional, then no registry at all`(
        age: Int,
        code: Reason.Code?,
        provisional: Bool
    ) throws {
        let rules = try programme()
        var facts = try goodFacts()
        facts.registryAge = age
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        #expect(decision.verdict.reason?.code == code)
        #expect(decision.isProvisional == provisional)
        facts.registration = .unknown
        let unknown = try #require(Eligibility.decision(on: facts, under: rules))
        #expect(unknown.verdict.reason?.code == code ?? .plateUnknown)
    }

    @Test func `without a registry there is no verdict on a plate, unless the programme asks for none`() throws {
        var facts = try goodFacts()
        facts.registration = .unavailable
        facts.registryAge = nil
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .refusal(.registryMissing))
        let decision = try #require(Eligibility.decision(on: facts, under: try programme(registry: nil)))
        #expect(decision.verdict == .subsidy(Fen(61_500)))
        #expect(decision.isProvisional)
    }

    @Test func `a refusal that a supervisor sent to review is a hold, and another refusal still refuses`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(kind: "green")
        facts.sentToReview = [.notATarget]
        let reason = Reason(.notATarget, ["kind": "green", "kinds": "white-red"])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .hold(reason))
        facts.parts[.frame] = PartFinding(condition: .missing)
        let decision = try #require(Eligibility.decision(on: facts, under: try programme()))
        #expect(decision.verdict == .refusal(.partMissing, ["part": "frame"]))
        #expect(decision.others.map(\.verdict) == [.hold(reason)])
    }

    @Test func `what the programme does not list for review stays a refusal, whoever sends it`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(kind: "green")
        facts.sentToReview = Set(Reason.Code.allCases)
        let rules = try programme(reviewable: [.registeredOutside])
        let reason = Reason(.notATarget, ["kind": "green", "kinds": "white-red"])
        #expect(Eligibility.verdict(on: facts, under: rules) == .refuse(reason))
    }

    @Test func `holds that staff have seen are passed over, refusals never`() throws {
        var facts = try goodFacts()
        facts.relation = .company
        let rules = try programme()
        #expect(Eligibility.objection(to: facts, under: rules, accepted: [.ownerCompany]) == nil)
        facts.parts[.motor] = PartFinding(condition: .missing)
        let codes: Set<Reason.Code> = [.ownerCompany, .partMissing]
        #expect(Eligibility.objection(to: facts, under: rules, accepted: codes)?.rule == .threeParts)
    }

    @Test func `a verdict names its kind and what it pays`() {
        let reason = Reason(.plateUnknown)
        let table: [(Verdict, String, Fen?)] = [
            (.subsidy(Fen(1)), "subsidy", Fen(1)),
            (.subsidyWithCertificate(Fen(2)), "subsidy-with-certificate", Fen(2)),
            (.residual(Fen(3)), "residual", Fen(3)), (.hold(reason), "hold", nil), (.refuse(reason), "refuse", nil),
        ]
        for (verdict, kind, amount) in table {
            #expect(verdict.kind == kind)
            #expect(verdict.amount == amount)
            #expect((verdict.reason == nil) == (amount != nil))
        }
    }
}
