import Claims
import Testing

@testable import Settings

/// Programmes of other cities: other rules, other numbers, the same code.
struct OtherProgrammeTests {
    static let flat = "Tests/SettingsTests/Programmes/flat-2026.yaml"
    static let kilometres = "Tests/SettingsTests/Programmes/kilometres-2026.yaml"

    @Test func `a city with one amount and few rules`() throws {
        let programme = try ProgrammeFile.load(shipped(Self.flat))
        #expect(programme.tariff == Tariff(flat: Fen(50_000)))
        #expect(programme.registration == nil && programme.plateless == nil && programme.registry == nil)
        #expect(programme.campaign == nil && programme.reviewable.isEmpty)
        #expect(programme.plates.kinds == ["orange", "yellow"] && programme.plates.otherwise == .hold)
        let pattern = try #require(programme.plates.pattern)
        #expect(pattern.matches(try #require(Plate("示A12345"))))
        #expect(!pattern.matches(try #require(Plate("示A1234"))))
        #expect(programme.onceOnly == .pair && programme.agents == .recorded)
        #expect(!programme.ownership.certificate)
        #expect(programme.points.map(\.hours) == [try #require(PointHours(from: 480, to: 720))])
        #expect(programme.paymentDays == 20)
    }

    @Test func `a city that pays by kilometres`() throws {
        let programme = try ProgrammeFile.load(shipped(Self.kilometres))
        let rows = [
            Tariff.Row(0...4_999, Fen(60_000)), .init(5_000...19_999, Fen(40_000)),
            .init(20_000...Int.max, Fen(20_000)),
        ]
        #expect(programme.tariff == Tariff(by: .kilometres, rows, otherwise: .refuse))
        #expect(programme.ownership == Programme.Ownership(certificate: true, maximumAgeDays: 90, photo: .required))
        #expect(programme.plateless?.incomplete == false)
        #expect(programme.plateless?.rows.map(\.value) == [.zero])
        #expect(programme.registry == Programme.RegistryAges(provisionalAfter: 0, unusableAfter: 365))
        #expect(programme.reviewable == [.partWrong, .otherKilometres])
        #expect(programme.calendars == ["national-2026", "lhasa-*"])
        #expect(programme.points.map(\.hours.description) == ["9:00–17:30", "0:00–24:00"])
    }

    @Test(arguments: [flat, kilometres])
    func `nothing in them needs a second look but what is meant so`(file: String) throws {
        let check = ProgrammeCheck(shipped(file), calendars: shipped("config/calendars"))
        #expect(check.faults.isEmpty)
        // The second opens on a Sunday, and its last payments fall into a year without a notice.
        #expect(check.warnings.map(\.code) == (file == Self.flat ? [] : [.yearNotCovered, .opensOnClosedDay]))
    }

    @Test(arguments: [
        (0, 60_000), (4_999, 60_000), (5_000, 40_000), (19_999, 40_000), (20_000, 20_000), (9_999_999, 20_000),
    ])
    func `kilometres are paid by their row`(kilometres: Int, fen: Int64) throws {
        let programme = try ProgrammeFile.load(shipped(Self.kilometres))
        var facts = try Self.facts(on: "2026-03-10", kind: "temporary", registered: "2020-01-01", isOwner: true)
        facts.kilometres = kilometres
        #expect(Eligibility.decision(on: facts, under: programme)?.verdict == .subsidy(Fen(fen)))
    }

    @Test(
        arguments: [
            ("2026-03-02", "orange", true, .subsidy(Fen(50_000))),
            ("2026-08-31", "yellow", true, .subsidy(Fen(50_000))),
            (
                "2026-09-01", "orange", true,
                .refuse(Reason(.outsideWindow, ["first": "2026-03-02", "last": "2026-08-31"]))
            ),
            (
                "2026-03-02", "white-red", true,
                .hold(Reason(.notATarget, ["kind": "white-red", "kinds": "orange, yellow"]))
            ),
            ("2026-03-02", "orange", false, .refuse(Reason(.certificateNotAccepted))),
        ] as [(String, String, Bool, Verdict)]
    )
    func `the city with one amount judges by its own rules`(
        on: String,
        kind: String,
        isOwner: Bool,
        verdict: Verdict
    ) throws {
        let programme = try ProgrammeFile.load(shipped(Self.flat))
        let facts = try Self.facts(on: on, kind: kind, registered: "2012-01-01", isOwner: isOwner)
        #expect(Eligibility.decision(on: facts, under: programme)?.verdict == verdict)
    }

    private static func facts(on: String, kind: String, registered: String, isOwner: Bool) throws -> EligibilityFacts {
        let entry = RegistryEntry(kind: kind, registeredOn: try day(registered), ownerIsApplicant: isOwner)
        let finding = PartFinding(condition: .present)
        var facts = EligibilityFacts(
            capturedOn: try day(on),
            registration: .found(entry),
            parts: [.battery: finding, .motor: finding, .frame: finding]
        )
        facts.registryAge = 0
        return facts
    }
}
