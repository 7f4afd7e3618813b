import Claims
import Testing

/// The programme's decision table, case by case; the numbers are those of its rows.
struct EligibilityTests {
    @Test(arguments: [(48, 37_100), (60, 61_500), (72, 78_500)])
    func `case 1: the tariff pays by voltage`(volts: Int, amount: Int64) throws {
        var facts = try goodFacts()
        facts.parts = parts(volts: volts)
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .subsidy(Fen(amount)))
    }

    @Test func `case 2: another owner is paid with a certificate and held without`() throws {
        var facts = try goodFacts()
        facts.registration = .found(kind: "white-red", on: try day("2021-06-01"), ownerIsApplicant: false)
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .hold(Reason(.ownershipUnproved)))
        facts.certificateShown = true
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .subsidyWithCertificate(Fen(61_500)))
    }

    @Test func `case 2: a programme without certificates refuses another owner, paper or not`() throws {
        var facts = try goodFacts()
        facts.registration = .found(kind: "white-red", on: try day("2021-06-01"), ownerIsApplicant: false)
        let strict = try programme(ownershipCertificate: false)
        for shown in [false, true] {
            facts.certificateShown = shown
            #expect(Eligibility.objection(to: facts, under: strict) == .refuse(Reason(.ownershipUnproved)))
            #expect(Eligibility.verdict(for: facts, under: strict) == .refuse(Reason(.ownershipUnproved)))
        }
    }

    @Test func `a certificate changes nothing for the registered owner`() throws {
        var facts = try goodFacts()
        facts.certificateShown = true
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .subsidy(Fen(61_500)))
    }

    @Test(arguments: [36, 48, 60, 72, 96])
    func `case 3: a bike without a plate has its residual value, whatever its voltage`(volts: Int) throws {
        var facts = try goodFacts()
        facts.registration = .plateless
        facts.parts = parts(volts: volts)
        #expect(Eligibility.objection(to: facts, under: try programme()) == nil)
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .residual(Fen(5_000)))
    }

    @Test func `case 3: without a residual value such a bike is not taken`() throws {
        var facts = try goodFacts()
        facts.registration = .plateless
        let rules = try programme(plateless: nil)
        #expect(Eligibility.objection(to: facts, under: rules) == .refuse(Reason(.platelessNotTaken)))
        #expect(Eligibility.verdict(for: facts, under: rules) == .refuse(Reason(.platelessNotTaken)))
    }

    @Test func `case 4: another kind of plate is not a target`() throws {
        var facts = try goodFacts()
        facts.registration = .found(kind: "green", on: try day("2021-06-01"), ownerIsApplicant: true)
        #expect(
            Eligibility.verdict(for: facts, under: try programme()) == .refuse(Reason(.notATarget, ["kind": "green"]))
        )
    }

    @Test(arguments: [
        ("2021-01-09", false), ("2021-01-10", true), ("2021-12-31", true), ("2022-01-01", false), ("2020-06-01", false),
    ])
    func `case 4: the first and the last day of registration count`(registered: String, inside: Bool) throws {
        var facts = try goodFacts()
        facts.registration = .found(kind: "white-red", on: try day(registered), ownerIsApplicant: true)
        let values = ["day": registered, "first": "2021-01-10", "last": "2021-12-31"]
        let expected: Verdict = inside ? .subsidy(Fen(61_500)) : .refuse(Reason(.registeredOutside, values))
        #expect(Eligibility.verdict(for: facts, under: try programme()) == expected)
    }

    @Test(arguments: Part.allCases, [PartFinding.Condition.missing, .wrong])
    func `case 5: a part that is missing or of another bike refuses, with and without a plate`(
        part: Part,
        condition: PartFinding.Condition
    ) throws {
        var facts = try goodFacts()
        facts.parts[part] = PartFinding(condition: condition)
        let code: Reason.Code = condition == .missing ? .partMissing : .partWrong
        let expected = Verdict.refuse(Reason(code, ["part": part.rawValue]))
        #expect(Eligibility.verdict(for: facts, under: try programme()) == expected)
        facts.registration = .plateless
        #expect(Eligibility.verdict(for: facts, under: try programme()) == expected)
    }

    @Test(arguments: [12, 36, 47, 49, 64, 80, 84, 96, 120])
    func `case 6: a voltage without a row is never rounded`(volts: Int) throws {
        var facts = try goodFacts()
        facts.parts = parts(volts: volts)
        let reason = Reason(.otherVoltage, ["volts": "\(volts)"])
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .hold(reason))
        #expect(Eligibility.verdict(for: facts, under: try programme(otherVoltage: .refuse)) == .refuse(reason))
    }

    @Test func `case 7: a plate that the registry does not have is held, one that could not be asked is not`() throws {
        var facts = try goodFacts()
        facts.registration = .unknown
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .hold(Reason(.plateUnknown)))
        facts.registration = .unavailable
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .subsidy(Fen(61_500)))
    }

    @Test func `cases 8 and 9: each ID once and each vehicle once`() throws {
        var facts = try goodFacts()
        facts.vehicleClaimed = try claimNumber(2)
        let vehicle = Reason(.vehicleClaimed, ["claim": try claimNumber(2).text])
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .refuse(vehicle))
        facts.personClaimed = try claimNumber(1)
        let person = Reason(.personClaimed, ["claim": try claimNumber(1).text])
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .refuse(person))
        facts.vehicleClaimed = nil
        #expect(Eligibility.verdict(for: facts, under: try programme()) == .refuse(person))
    }

    @Test func `cases 8 and 9, other reading: only the same ID with the same vehicle is refused`() throws {
        let pair = try programme(onceOnly: .pair)
        var facts = try goodFacts()
        facts.personClaimed = try claimNumber(1)
        #expect(Eligibility.verdict(for: facts, under: pair) == .subsidy(Fen(61_500)))
        facts.vehicleClaimed = try claimNumber(2)
        #expect(Eligibility.verdict(for: facts, under: pair) == .subsidy(Fen(61_500)))
        facts.vehicleClaimed = try claimNumber(1)
        let same = Reason(.vehicleClaimed, ["claim": try claimNumber(1).text])
        #expect(Eligibility.verdict(for: facts, under: pair) == .refuse(same))
        facts.personClaimed = nil
        #expect(Eligibility.verdict(for: facts, under: pair) == .subsidy(Fen(61_500)))
    }

    @Test(arguments: [
        ("2025-02-08", false), ("2025-02-09", true), ("2025-02-10", true), ("2025-04-29", true), ("2025-04-30", true),
        ("2025-05-01", false), ("2024-03-10", false), ("2026-03-10", false),
    ])
    func `the first and the last day of acceptance count`(today: String, inside: Bool) throws {
        var facts = try goodFacts()
        facts.capturedOn = try day(today)
        let outside = Verdict.refuse(Reason(.outsideWindow, ["first": "2025-02-09", "last": "2025-04-30"]))
        #expect(Eligibility.objection(to: facts, under: try programme()) == (inside ? nil : outside))
        #expect(Eligibility.verdict(for: facts, under: try programme()) == (inside ? .subsidy(Fen(61_500)) : outside))
    }

    @Test(arguments: [
        ("2025-04-30T15:59:59.999Z", true), ("2025-04-30T16:00:00Z", false), ("2025-02-08T16:00:00Z", true),
        ("2025-02-08T15:59:59.999Z", false),
    ])
    func `the window opens and closes at midnight of UTC+8`(time: String, inside: Bool) throws {
        var facts = try goodFacts()
        facts.capturedOn = try #require(Timestamp(time)).date()
        #expect((Eligibility.objection(to: facts, under: try programme()) == nil) == inside)
    }
}
