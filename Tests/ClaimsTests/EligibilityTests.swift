import Claims
import Testing

/// The programme's decision table, case by case, and the neighbours of each.
struct EligibilityTests {
    @Test(arguments: [(48, 37_100), (60, 61_500), (72, 78_500)])
    func `case 1: the tariff pays by voltage`(volts: Int, amount: Int64) throws {
        var facts = try goodFacts()
        facts.parts = parts(volts: volts)
        let rules = try programme()
        #expect(Eligibility.objection(to: facts, under: rules) == nil)
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        #expect(decision.verdict == .subsidy(Fen(amount)))
        #expect(decision.rule == .tariff)
        #expect(decision.others.isEmpty)
        #expect(
            decision.finding.facts
                == ["voltage": "\(volts)", "plateKind": "white-red", "registeredOn": "2021-06-01"]
        )
        #expect(decision.versions == ["programme": "test-2025@1", "registry": "police-2025-03-09"])
        #expect(!decision.isProvisional)
    }

    @Test func `case 2: another owner is paid with a certificate and refused without`() throws {
        var facts = try goodFacts()
        let rules = try programme()
        facts.registration = try registered(ownerIsApplicant: false)
        #expect(Eligibility.verdict(on: facts, under: rules) == .refusal(.ownershipUnproved))
        facts.certificate = try certificate()
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        #expect(decision.verdict == .subsidyWithCertificate(Fen(61_500)))
        #expect(decision.rule == .ownership)
        #expect(decision.finding.facts["certificate"] == "2025-03-01")
    }

    @Test func `case 2: before the parts are seen, a missing certificate is no objection yet`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(ownerIsApplicant: false)
        facts.parts = [:]
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        let strict = try programme(ownership: .init(certificate: false))
        #expect(Eligibility.objection(to: facts, under: strict)?.verdict == .refusal(.certificateNotAccepted))
    }

    @Test func `case 2: a programme without certificates refuses another owner, paper or not`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(ownerIsApplicant: false)
        let strict = try programme(ownership: .init(certificate: false))
        #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(.certificateNotAccepted))
        facts.certificate = try certificate()
        #expect(Eligibility.verdict(on: facts, under: strict) == .refusal(.certificateNotAccepted))
    }

    @Test(arguments: [
        ("2025-03-11", false), ("2025-03-10", true), ("2024-12-10", true), ("2024-12-09", false), ("2020-02-29", false),
    ])
    func `case 2: a certificate of tomorrow, or older than the programme allows, does not count`(
        issued: String,
        counts: Bool
    ) throws {
        var facts = try goodFacts()
        facts.registration = try registered(ownerIsApplicant: false)
        facts.certificate = try certificate(on: issued)
        let rules = try programme(ownership: .init(certificate: true, maximumAgeDays: 90))
        let expected: Verdict =
            counts ? .subsidyWithCertificate(Fen(61_500)) : .refusal(.certificateInvalid, ["day": issued])
        #expect(Eligibility.verdict(on: facts, under: rules) == expected)
    }

    @Test func `case 2: a certificate changes nothing for the registered owner`() throws {
        var facts = try goodFacts()
        facts.certificate = try certificate(on: "2030-01-01")
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .subsidy(Fen(61_500)))
    }

    @Test func `cases 2 and 11: an agent of somebody who is not the registered owner needs the certificate too`() throws
    {
        var facts = try goodFacts()
        facts.registration = try registered(ownerIsApplicant: false)
        facts.relation = .agent
        facts.agentIsIdentified = true
        let rules = try programme(agents: .recorded)
        #expect(Eligibility.needsCertificate(facts))
        #expect(Eligibility.verdict(on: facts, under: rules) == .refusal(.ownershipUnproved))
        facts.certificate = try certificate()
        #expect(Eligibility.verdict(on: facts, under: rules) == .subsidyWithCertificate(Fen(61_500)))
    }

    @Test(arguments: [36, 48, 60, 72, 96], ["complete", "incomplete"])
    func `case 3: a bike without a plate has a residual value by condition, whatever its voltage`(
        volts: Int,
        condition: String
    ) throws {
        var facts = try platelessFacts(condition)
        facts.parts = parts(volts: volts)
        let decision = try #require(Eligibility.decision(on: facts, under: try programme()))
        #expect(decision.verdict == .residual(Fen(condition == "complete" ? 5_000 : 2_000)))
        #expect(decision.rule == .plateless)
        #expect(!decision.isProvisional)
    }

    @Test func `case 3: without residual values such a bike is not taken`() throws {
        let rules = try programme(plateless: nil)
        var facts = try platelessFacts()
        facts.condition = nil
        #expect(Eligibility.verdict(on: facts, under: rules) == .refusal(.platelessNotTaken))
        facts.sentToReview = [.platelessNotTaken]
        #expect(Eligibility.verdict(on: facts, under: rules) == .refusal(.platelessNotTaken))
    }

    @Test func `case 4: another kind of plate is refused or held, as the programme says`() throws {
        var facts = try goodFacts()
        facts.registration = try registered(kind: "green")
        let reason = Reason(.notATarget, ["kind": "green", "kinds": "white-red"])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .refuse(reason))
        #expect(Eligibility.verdict(on: facts, under: try programme(otherPlates: .hold)) == .hold(reason))
    }

    @Test(arguments: [
        ("2021-01-09", false), ("2021-01-10", true), ("2021-12-31", true), ("2022-01-01", false), ("2020-06-01", false),
        ("2024-02-29", false),
    ])
    func `case 4: the first and the last day of registration count`(on: String, inside: Bool) throws {
        var facts = try goodFacts()
        facts.registration = try registered(on: on)
        let reason = Reason(.registeredOutside, ["day": on, "first": "2021-01-10", "last": "2021-12-31"])
        let paid = Verdict.subsidy(Fen(61_500))
        #expect(Eligibility.verdict(on: facts, under: try programme()) == (inside ? paid : .refuse(reason)))
        let lenient = try programme(otherPlates: .hold)
        #expect(Eligibility.verdict(on: facts, under: lenient) == (inside ? paid : .hold(reason)))
        #expect(Eligibility.verdict(on: facts, under: try programme(registration: nil)) == paid)
    }

    @Test(arguments: Part.allCases, [PartFinding.Condition.missing, .wrong])
    func `case 5: a part that is missing or of another bike refuses, with and without a plate`(
        part: Part,
        condition: PartFinding.Condition
    ) throws {
        var facts = try goodFacts()
        facts.parts[part] = PartFinding(condition: condition)
        let expected = Verdict.refusal(condition == .missing ? .partMissing : .partWrong, ["part": part.rawValue])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
        facts.registration = .plateless
        facts.condition = "incomplete"
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
        let generous = try programme(plateless: residualValues(incomplete: true))
        #expect(Eligibility.verdict(on: facts, under: generous) == .residual(Fen(2_000)))
        facts.registration = try registered()
        #expect(Eligibility.verdict(on: facts, under: generous) == expected)
    }

    @Test(arguments: [12, 36, 47, 49, 64, 80, 84, 96, 120])
    func `case 6: a voltage without a row is never rounded`(volts: Int) throws {
        var facts = try goodFacts()
        facts.parts = parts(volts: volts)
        let reason = Reason(.otherVoltage, ["volts": "\(volts)"])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .hold(reason))
        #expect(Eligibility.verdict(on: facts, under: try programme(otherVoltage: .refuse)) == .refuse(reason))
    }

    @Test func `case 7: an illegible label is held, even with a count of blocks`() throws {
        var facts = try goodFacts()
        for blocks in [nil, 5] {
            let voltage = BatteryVoltage(label: .illegible, blocks: blocks)
            facts.parts[.battery] = PartFinding(condition: .present, voltage: voltage)
            #expect(Eligibility.verdict(on: facts, under: try programme()) == .review(.voltageUnclear))
        }
    }

    @Test(arguments: [48, 60, 72])
    func `case 7: a label that is not the record's voltage is held`(record: Int) throws {
        var facts = try goodFacts()
        facts.registration = try registered(volts: record)
        let expected: Verdict =
            record == 60 ? .subsidy(Fen(61_500)) : .review(.recordContradicted, ["part": "battery"])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
    }

    @Test(arguments: Part.allCases)
    func `case 7: a serial that is not the record's is held`(part: Part) throws {
        var facts = try goodFacts()
        facts.contradicted = [part]
        let expected = Verdict.review(.recordContradicted, ["part": part.rawValue])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
    }

    @Test(arguments: Part.allCases)
    func `a part of another live claim is held with that claim's number`(part: Part) throws {
        var facts = try goodFacts()
        facts.partClaims = [part: try claimNumber(4)]
        let expected = Verdict.review(.partSeen, ["part": part.rawValue, "claim": try claimNumber(4).text])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
    }

    @Test(arguments: [
        ("2025-04-30", false, nil), ("2025-05-01", true, nil), ("2025-05-01", false, Reason.Code.captureUnproved),
        ("2025-06-30", false, .captureUnproved), ("2025-06-30", true, nil), ("2025-03-10", false, nil),
    ])
    func `case 10: a late arrival is held unless the capture time is proved`(
        received: String,
        proved: Bool,
        code: Reason.Code?
    ) throws {
        var facts = try goodFacts()
        facts.receivedOn = try day(received)
        facts.captureIsProved = proved
        let expected = code.map { Verdict.review($0, ["day": received]) } ?? .subsidy(Fen(61_500))
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
    }

    @Test func `case 10: proof does not help a claim that was made too late`() throws {
        var facts = try goodFacts()
        facts.capturedOn = try day("2025-05-01")
        facts.receivedOn = try day("2025-05-01")
        facts.captureIsProved = true
        let expected = Verdict.refusal(.outsideWindow, ["first": "2025-02-09", "last": "2025-04-30"])
        #expect(Eligibility.verdict(on: facts, under: try programme()) == expected)
    }

    @Test func `case 11: an agent is refused, or recorded with an own ID card`() throws {
        var facts = try goodFacts()
        facts.relation = .agent
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .refusal(.agentNotAllowed))
        let recorded = try programme(agents: .recorded)
        #expect(Eligibility.objection(to: facts, under: recorded) == nil)
        #expect(Eligibility.decision(on: facts, under: recorded) == nil)
        facts.agentIsIdentified = false
        #expect(Eligibility.verdict(on: facts, under: recorded) == .refusal(.agentUnidentified))
        facts.agentIsIdentified = true
        #expect(Eligibility.verdict(on: facts, under: recorded) == .subsidy(Fen(61_500)))
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .refusal(.agentNotAllowed))
    }

    @Test(arguments: [(Relation.heir, Reason.Code.ownerDeceased), (.company, .ownerCompany)])
    func `case 12: heirs and companies are held, but get a residual value`(relation: Relation, code: Reason.Code) throws
    {
        var facts = try goodFacts()
        facts.relation = relation
        facts.registration = try registered(ownerIsApplicant: false)
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .review(code))
        facts.registration = .plateless
        facts.condition = "complete"
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .residual(Fen(5_000)))
    }

    @Test func `case 12: minors are held, but get a residual value`() throws {
        var facts = try goodFacts()
        facts.applicantIsMinor = true
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .review(.ownerMinor))
        facts.registration = .plateless
        facts.condition = "complete"
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .residual(Fen(5_000)))
    }

    @Test(arguments: [true, false])
    func `case 13: another place gives nothing, with and without a plate`(isPlateless: Bool) throws {
        var facts = try isPlateless ? platelessFacts() : goodFacts()
        facts.atDesignatedPoint = true
        #expect(Eligibility.verdict(on: facts, under: try programme())?.amount != nil)
        facts.atDesignatedPoint = false
        #expect(Eligibility.verdict(on: facts, under: try programme()) == .refusal(.undesignatedPlace))
    }

    @Test(arguments: [
        ("2025-02-08", false), ("2025-02-09", true), ("2025-02-10", true), ("2025-04-29", true), ("2025-04-30", true),
        ("2025-05-01", false), ("2024-03-10", false), ("2026-03-10", false),
    ])
    func `the first and the last day of acceptance count`(today: String, inside: Bool) throws {
        for var facts in [try goodFacts(), try platelessFacts()] {
            facts.capturedOn = try day(today)
            let outside = Verdict.refusal(.outsideWindow, ["first": "2025-02-09", "last": "2025-04-30"])
            let verdict = Eligibility.verdict(on: facts, under: try programme())
            #expect(inside ? verdict?.amount != nil : verdict == outside)
        }
    }

    @Test(arguments: [
        ("2025-04-30T23:59:59+08:00", true), ("2025-05-01T00:00:00+08:00", false), ("2025-04-30T15:59:59.999Z", true),
        ("2025-04-30T16:00:00Z", false), ("2025-02-08T16:00:00Z", true), ("2025-02-08T15:59:59.999Z", false),
        ("2025-04-30T23:59:59-12:00", false), ("2025-05-01T00:00:00+14:00", true),
    ])
    func `the window opens and closes at midnight of UTC+8`(time: String, inside: Bool) throws {
        var facts = try goodFacts()
        facts.capturedOn = try #require(Timestamp(time)).date()
        #expect((Eligibility.objection(to: facts, under: try programme()) == nil) == inside)
    }
}
