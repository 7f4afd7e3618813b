import Claims
import Foundation
import Sealing
import Testing
import WireAPI

/// Claims of synthetic people, as a kiosk makes them.
struct SampleClaims {
    static let digestKeyText = String(repeating: "0f", count: 32)
    /// 2025-03-10T10:00:00+08:00.
    static let recordedAt = Timestamp(milliseconds: 1_741_572_000_000)

    let digestKey: DigestKey
    private var random = SystemRandomNumberGenerator()

    init() throws {
        digestKey = try #require(DigestKey(hex: Self.digestKeyText))
    }

    /// Identity numbers that can belong to nobody: region 990001, sequence 001–999.
    static func person(_ serial: Int) throws -> String {
        let digits = "99000119900101\(serial.padded(to: 3))"
        let check = ResidentID.checkCharacter(for: digits.utf8)
        return try ResidentID(digits + String(decoding: [check], as: UTF8.self)).text
    }

    /// A bike of 60 V that its registered owner hands in, with serials that no other claim has; without a plate a
    /// complete one. `change` makes it another; the verdict is what `rules` say of it.
    mutating func document(
        _ sequence: Int64 = 1,
        kiosk: String = "DQ01",
        person: Int = 1,
        plate: String? = "藏A12345",
        at recordedAt: Timestamp = Self.recordedAt,
        card: String = "6299990000012343",
        rules: SampleProgramme = SampleProgramme(),
        rehearsal: Bool = true,
        _ change: (inout EligibilityFacts) throws -> Void = { _ in }
    ) throws -> OpenClaim {
        let programme = try rules.rules()
        let applicant = try Self.card(try Self.person(person))
        let plate = try plate.map { try #require(Plate($0)) }
        let kiosk = try #require(KioskID(kiosk))
        var facts = try Self.facts(on: recordedAt.date(), serial: "\(kiosk)\(sequence)", plateless: plate == nil)
        try change(&facts)
        let decision = try #require(Eligibility.decision(on: facts, under: programme))
        try #require(!decision.verdict.isRefusal, "a refusal is no claim: \(decision.verdict)")
        let draft = ClaimDraft(
            applicant: applicant,
            agent: facts.relation == .agent ? try Self.card(try Self.person(999)) : nil,
            consent: Consent(noticeVersion: programme.notice.version, method: .signature, at: recordedAt),
            facts: facts,
            plate: plate,
            bankCard: plate == nil ? nil : BankCardNumber(card),
            decision: decision,
            warnings: [Warning(.cardExpired)],
            overrides: facts.sentToReview.compactMap {
                SupervisorOverride(.refusal($0), supervisor: "组长", reason: "see the record")
            }
        )
        let personKey = digestKey.person(applicant.number)
        let vehicleKey = plate.map { digestKey.vehicle($0) }
        var parts: [String: String] = [:]
        for (part, finding) in facts.parts { parts[part.rawValue] = digestKey.part(part, finding.serial) }
        return OpenClaim(
            draft: draft,
            // Of two that were recorded at the same time the lower number comes first.
            claimID: ClaimID(at: recordedAt.adding(.milliseconds(sequence)), using: &random),
            number: ClaimNumber(kiosk: kiosk, sequence: sequence),
            recordedAt: recordedAt,
            point: SampleProgramme.point,
            rehearsal: rehearsal,
            programme: (id: programme.id, version: programme.version),
            clock: ClaimDocument.Clock(
                trust: .plausible,
                boot: "0123456789abcdef",
                uptimeMilliseconds: 1_000 * sequence
            ),
            keys: ClaimDocument.Keys(
                person: personKey,
                vehicle: vehicleKey,
                pair: vehicleKey.map { digestKey.pair(person: personKey, vehicle: $0) },
                parts: parts,
                card: draft.bankCard.map { digestKey.card($0) }
            ),
            chain: ClaimDocument.ChainLink(
                sequence: sequence,
                previous: sequence == 1 ? ChainHash.genesis : String(repeating: "ab", count: 32)
            )
        )
    }

    /// Everything that a claim can have: an agent with a certificate for a bike whose registry entry says all it can.
    mutating func fullDocument(kiosk: String = "DQ01", person: Int = 1) throws -> OpenClaim {
        try document(kiosk: kiosk, person: person) { facts in
            facts.relation = .agent
            facts.agentIsIdentified = true
            facts.kilometres = 1_234
            facts.sentToReview = [.notATarget]
            facts.registration = .found(try Self.entry(ownerIsApplicant: false, volts: 60))
            facts.certificate = try Self.certificate()
            facts.parts[.battery] = PartFinding(
                condition: .present,
                serial: .read("BAT-0001"),
                voltage: BatteryVoltage(label: .volts(60), meterMillivolts: 61_200, blocks: 5)
            )
        }
    }

    static func battery(_ volts: Int, serial: String) -> PartFinding {
        PartFinding(condition: .present, serial: .read(serial), voltage: BatteryVoltage(label: .volts(volts)))
    }

    static func entry(
        kind: String = "white-red",
        ownerIsApplicant: Bool = true,
        volts: Int? = nil
    ) throws -> RegistryEntry {
        RegistryEntry(
            kind: kind,
            registeredOn: try SampleProgramme.day("2021-06-01"),
            ownerIsApplicant: ownerIsApplicant,
            volts: volts,
            model: "测试 60"
        )
    }

    static func certificate() throws -> OwnershipCertificate {
        try OwnershipCertificate(
            issuerKind: .community,
            issuer: "测试社区居委会",
            number: "2025-1",
            issuedOn: try SampleProgramme.day("2025-03-01"),
            signatory: "测试",
            photo: String(repeating: "a1", count: 32)
        )
    }

    private static func card(_ number: String) throws -> CardIdentity {
        let number = try #require(IdentityNumber(number))
        return try CardIdentity.checked(name: "测试", number: number, validity: .longTerm, kind: .resident)
    }

    private static func facts(on day: CivilDate, serial: String, plateless: Bool) throws -> EligibilityFacts {
        var facts = EligibilityFacts(
            capturedOn: day,
            registration: plateless ? .plateless : .found(try entry()),
            parts: [
                .battery: battery(60, serial: "BAT-\(serial)"),
                .motor: PartFinding(condition: .present, serial: .illegible),
                .frame: PartFinding(condition: .present, serial: .read("FRA-\(serial)")),
            ]
        )
        if plateless {
            facts.condition = "complete"
        } else {
            facts.registryVersion = "2025-03-09"
            facts.registryAge = 1
        }
        return facts
    }
}
