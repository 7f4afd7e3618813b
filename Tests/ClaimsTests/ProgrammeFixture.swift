import Claims
import Testing

/// The numbers of the announcement of February 2025.
func programme(
    onceOnly: Programme.OnceOnly = .each,
    otherVoltage: Programme.OtherVoltage = .hold,
    ownershipCertificate: Bool = true,
    plateless: Programme.Plateless? = Programme.Plateless(residualValue: Fen(5_000))
) throws -> Programme {
    Programme(
        id: "test-2025",
        version: "1",
        acceptance: Programme.Days(first: try day("2025-02-09"), last: try day("2025-04-30")),
        registration: Programme.Days(first: try day("2021-01-10"), last: try day("2021-12-31")),
        plateKinds: ["white-red"],
        tariff: [48: Fen(37_100), 60: Fen(61_500), 72: Fen(78_500)],
        onceOnly: onceOnly,
        otherVoltage: otherVoltage,
        ownershipCertificate: ownershipCertificate,
        agents: .notAllowed,
        plateless: plateless,
        notice: Programme.Notice(version: "n1"),
        title: ["en": "Test"],
        hotline: "12315"
    )
}

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

func claimNumber(_ sequence: Int64) throws -> ClaimNumber {
    ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: sequence)
}

/// Three parts as found, all present unless said otherwise.
func parts(
    volts: Int = 60,
    battery: PartFinding.Condition = .present,
    motor: PartFinding.Condition = .present,
    frame: PartFinding.Condition = .present
) -> [Part: PartFinding] {
    let voltage = battery == .present ? BatteryVoltage(volts: volts, method: .label) : nil
    return [
        .battery: PartFinding(condition: battery, voltage: voltage),
        .motor: PartFinding(condition: motor),
        .frame: PartFinding(condition: frame),
    ]
}

/// Facts of case 1 of the decision table: everything is as it should be.
func goodFacts() throws -> EligibilityFacts {
    EligibilityFacts(
        capturedOn: try day("2025-03-10"),
        registration: .found(kind: "white-red", on: try day("2021-06-01"), ownerIsApplicant: true),
        parts: parts()
    )
}
