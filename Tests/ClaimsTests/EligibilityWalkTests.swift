import Claims
import Testing

/// A random walk over facts and programmes, with a seed: what holds for every case whatever it is.
struct EligibilityWalkTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `every decision is the same again, names its rule and versions, and pays only what may be paid`(
        seed: UInt64
    ) throws {
        var random = TestRandom(seed: seed)
        var paid = 0
        for _ in 0..<1_500 {
            let rules = try Self.rules(&random)
            let facts = try Self.facts(&random)
            let decision = Eligibility.decision(on: facts, under: rules)
            #expect(decision == Eligibility.decision(on: facts, under: rules))
            guard let decision else {
                #expect(!(Eligibility.objection(to: facts, under: rules)?.verdict.isRefusal ?? false))
                continue
            }
            #expect(decision.versions["programme"] == "test-2025@1")
            #expect(decision.versions["registry"] == facts.registryVersion)
            if let objection = Eligibility.objection(to: facts, under: rules) {
                #expect(objection == decision.finding)
            }
            guard let amount = decision.verdict.amount else {
                #expect(decision.verdict.reason != nil)
                continue
            }
            paid += 1
            #expect(decision.others.isEmpty)
            #expect(Self.mayBePaid(amount, decision.verdict, facts, rules), "\(facts) \(decision)")
        }
        // A walk that never reaches a payment would prove nothing.
        #expect(paid > 50)
    }

    /// Said again without the rules' own code.
    private static func mayBePaid(
        _ amount: Fen,
        _ verdict: Verdict,
        _ facts: EligibilityFacts,
        _ rules: Programme
    ) -> Bool {
        guard rules.acceptance.first <= facts.capturedOn, facts.capturedOn <= rules.acceptance.last,
            facts.atDesignatedPoint != false, facts.partClaims.isEmpty, facts.contradicted.isEmpty,
            facts.parts.count == 3
        else { return false }
        let isWhole = facts.parts.values.allSatisfy { $0.condition == .present }
        if case .residual = verdict {
            guard facts.registration == .plateless, let plateless = rules.plateless else { return false }
            return (isWhole || plateless.incomplete) && plateless.rows.contains { $0.value == amount }
        }
        guard isWhole, case .found(let entry)? = facts.registration ?? nil, rules.plates.kinds.contains(entry.kind),
            rules.registration.map({ $0.first <= entry.registeredOn && entry.registeredOn <= $0.last }) ?? true,
            rules.tariff.rows.contains(where: { $0.amount == amount }), facts.relation != .heir,
            facts.relation != .company, !facts.applicantIsMinor
        else { return facts.registration == .unavailable && rules.registry == nil && isWhole }
        if facts.relation == .agent, rules.agents == .notAllowed || facts.agentIsIdentified != true { return false }
        if rules.onceOnly == .each, facts.personClaim?.state.holdsKeys ?? false { return false }
        if rules.onceOnly == .each, facts.vehicleClaim?.state.holdsKeys ?? false { return false }
        switch verdict {
        case .subsidy: return entry.ownerIsApplicant
        case .subsidyWithCertificate: return !entry.ownerIsApplicant && facts.certificate != nil
        case .residual, .hold, .refuse: return false
        }
    }

    private static func rules(_ random: inout TestRandom) throws -> Programme {
        try programme(
            registration: Bool.random(using: &random) ? days("2021-01-10", "2021-12-31") : nil,
            otherPlates: pick([.hold, .refuse], &random),
            tariff: pick([byVoltage(), byKilometres(), Tariff(flat: Fen(30_000))], &random),
            onceOnly: pick(Programme.OnceOnly.allCases, &random),
            ownership: .init(certificate: Bool.random(using: &random), maximumAgeDays: pick([nil, 30], &random)),
            agents: pick(Programme.Agents.allCases, &random),
            plateless: pick([nil, residualValues(), residualValues(incomplete: true)], &random),
            registry: pick([nil, Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30)], &random)
        )
    }

    /// Mostly what is usual, so that payments come about.
    private static func facts(_ random: inout TestRandom) throws -> EligibilityFacts {
        let usual = { (random: inout TestRandom) in Int.random(in: 0..<8, using: &random) > 0 }
        var facts = try goodFacts()
        if !usual(&random) { facts.capturedOn = try day(pick(["2025-02-08", "2025-02-09", "2025-05-01"], &random)) }
        if !usual(&random) { facts.receivedOn = try day(pick(["2025-04-30", "2025-05-01"], &random)) }
        facts.captureIsProved = Bool.random(using: &random)
        facts.atDesignatedPoint = usual(&random) ? pick([nil, true], &random) : false
        facts.registration = pick(
            [
                try registered(ownerIsApplicant: usual(&random)), .plateless, .plateless,
                try registered(ownerIsApplicant: Bool.random(using: &random)),
                try registered(
                    kind: pick(["white-red", "green"], &random),
                    on: pick(["2021-01-09", "2021-12-31"], &random)
                ),
                .unknown, .unavailable, nil,
            ],
            &random
        )
        facts.registryAge = pick([nil, 0, 7, 8, 30, 31], &random)
        facts.registryVersion = pick([nil, "v1"], &random)
        if !usual(&random) { facts.relation = pick(Relation.allCases, &random) }
        facts.agentIsIdentified = pick([nil, true, false], &random)
        facts.applicantIsMinor = !usual(&random)
        if !usual(&random) { facts.personClaim = try earlier(1, &random) }
        if !usual(&random) { facts.vehicleClaim = try earlier(2, &random) }
        facts.certificate = pick([nil, try certificate(), try certificate(on: "2025-03-11")], &random)
        for part in Part.allCases where !usual(&random) {
            facts.parts[part] = pick([nil, PartFinding(condition: .missing), PartFinding(condition: .wrong)], &random)
        }
        if facts.parts[.battery]?.condition == .present {
            let label = pick([BatteryVoltage.Label.volts(60), .volts(72), .volts(64), .illegible, .none], &random)
            let voltage = BatteryVoltage(
                label: label,
                meterMillivolts: pick([nil, nil, 62_000, 90_000], &random),
                blocks: pick([nil, nil, 5, 6], &random)
            )
            facts.parts[.battery] = PartFinding(condition: .present, voltage: voltage)
        }
        if !usual(&random) { facts.partClaims = [pick(Part.allCases, &random): try claimNumber(3)] }
        if !usual(&random) { facts.contradicted = [pick(Part.allCases, &random)] }
        facts.kilometres = pick([nil, 0, 4_999, 5_000, 20_001], &random)
        facts.condition = pick([nil, "complete", "incomplete", "unheard of"], &random)
        if !usual(&random) { facts.sentToReview = [pick(Reason.Code.allCases, &random)] }
        return facts
    }

    private static func earlier(_ sequence: Int64, _ random: inout TestRandom) throws -> EarlierClaim {
        EarlierClaim(
            try claimNumber(sequence),
            pick(EarlierClaim.State.allCases, &random),
            byApplicant: pick([nil, true, false], &random)
        )
    }

    private static func pick<Value>(_ values: [Value], _ random: inout TestRandom) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }
}
