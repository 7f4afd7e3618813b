import Claims
import Testing

/// The numbers of the announcement of February 2025; what a test is about can be said differently.
func programme(
    registration: Programme.Days? = days("2021-01-10", "2021-12-31"),
    otherPlates: Programme.Severity = .refuse,
    unknownPlate: Programme.Severity = .hold,
    tariff: Tariff? = nil,
    otherVoltage: Programme.Severity = .hold,
    voltage: Programme.VoltageRule = Programme.VoltageRule(),
    onceOnly: Programme.OnceOnly = .each,
    ownership: Programme.Ownership = Programme.Ownership(certificate: true),
    agents: Programme.Agents = .notAllowed,
    uncovered: Programme.Severity = .hold,
    plateless: Programme.Plateless? = residualValues(),
    registry: Programme.RegistryAges? = Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30),
    reviewable: Set<Reason.Code> = [.notATarget]
) throws -> Programme {
    Programme(
        id: "test-2025",
        version: "1",
        acceptance: days("2025-02-09", "2025-04-30"),
        registration: registration,
        plates: Programme.Plates(kinds: ["white-red"], otherwise: otherPlates, unknown: unknownPlate),
        tariff: try tariff ?? byVoltage(otherwise: otherVoltage),
        voltage: voltage,
        onceOnly: onceOnly,
        ownership: ownership,
        agents: agents,
        uncovered: uncovered,
        plateless: plateless,
        registry: registry,
        reviewable: reviewable,
        points: [
            Programme.Point(
                id: "dongga",
                title: ["en": "Dongga"],
                hours: try #require(PointHours(from: "9:30", to: "18:00"))
            )
        ],
        notice: Programme.Notice(version: "n1"),
        title: ["en": "Test"],
        hotline: "12315"
    )
}

func byVoltage(otherwise: Programme.Severity = .hold) throws -> Tariff {
    let rows = [(48, 37_100), (60, 61_500), (72, 78_500)]
    return try #require(
        Tariff(by: .voltage, rows.map { Tariff.Row($0.0...$0.0, Fen(Int64($0.1))) }, otherwise: otherwise)
    )
}

/// A programme that pays by the odometer: 0–4,999 km and 5,000–20,000 km.
func byKilometres(otherwise: Programme.Severity = .hold) throws -> Tariff {
    let rows = [Tariff.Row(5_000...20_000, Fen(20_000)), Tariff.Row(0...4_999, Fen(50_000))]
    return try #require(Tariff(by: .kilometres, rows, otherwise: otherwise))
}

func residualValues(incomplete: Bool = false, needsAllParts: Bool = false) -> Programme.Plateless {
    Programme.Plateless(
        rows: [
            .init(
                condition: "complete",
                title: ["en": "All there"],
                value: Fen(5_000),
                needsAllParts: needsAllParts
            ),
            .init(condition: "incomplete", title: ["en": "A part is missing"], value: Fen(2_000)),
        ],
        incomplete: incomplete
    )
}

/// For constants of tests: a text that is no day reads as 1 January 1970.
func days(_ first: String, _ last: String) -> Programme.Days {
    let epoch = CivilDate(daysSince1970: 0)
    return Programme.Days(first: CivilDate(first) ?? epoch, last: CivilDate(last) ?? epoch)
}

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

func claimNumber(_ sequence: Int64) throws -> ClaimNumber {
    ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: sequence)
}

/// Three parts as found, all present unless said otherwise, with the battery's label.
func parts(
    volts: Int = 60,
    battery: PartFinding.Condition = .present,
    motor: PartFinding.Condition = .present,
    frame: PartFinding.Condition = .present
) -> [Part: PartFinding] {
    let voltage = battery == .present ? BatteryVoltage(label: .volts(volts)) : nil
    return [
        .battery: PartFinding(condition: battery, voltage: voltage),
        .motor: PartFinding(condition: motor),
        .frame: PartFinding(condition: frame),
    ]
}

func registered(
    kind: String = "white-red",
    on registered: String = "2021-06-01",
    ownerIsApplicant: Bool = true,
    volts: Int? = nil
) throws -> Registration {
    .found(
        RegistryEntry(kind: kind, registeredOn: try day(registered), ownerIsApplicant: ownerIsApplicant, volts: volts)
    )
}

func certificate(on issued: String = "2025-03-01") throws -> OwnershipCertificate {
    try #require(OwnershipCertificate(issuer: "Community of Test", number: "7", issuedOn: try day(issued)))
}

/// Facts of case 1 of the decision table: everything is as it should be.
func goodFacts() throws -> EligibilityFacts {
    var facts = EligibilityFacts(capturedOn: try day("2025-03-10"), registration: try registered(), parts: parts())
    facts.registryAge = 1
    facts.registryVersion = "police-2025-03-09"
    return facts
}

/// Facts of case 3.
func platelessFacts(_ condition: String = "complete") throws -> EligibilityFacts {
    var facts = try goodFacts()
    facts.registration = .plateless
    facts.condition = condition
    return facts
}

extension Eligibility {
    static func verdict(on facts: EligibilityFacts, under programme: Programme) -> Verdict? {
        decision(on: facts, under: programme)?.verdict
    }
}

extension Verdict {
    static func refusal(_ code: Reason.Code, _ values: [String: String] = [:]) -> Verdict {
        .refuse(Reason(code, values))
    }

    static func review(_ code: Reason.Code, _ values: [String: String] = [:]) -> Verdict { .hold(Reason(code, values)) }
}
