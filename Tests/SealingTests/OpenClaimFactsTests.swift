import Claims
import Foundation
import Testing
import WireAPI

struct OpenClaimFactsTests {
    /// A case that a kiosk can record, under rules that take it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rules: Programme
        let change: @Sendable (inout EligibilityFacts) throws -> Void

        init(
            _ name: String,
            by tariff: Tariff? = nil,
            registry: Bool = true,
            _ change: @escaping @Sendable (inout EligibilityFacts) throws -> Void
        ) throws {
            testDescription = name
            rules = try OpenClaimFactsTests.rules(tariff, registry: registry)
            self.change = change
        }
    }

    static let cases: Result<[Case], any Error> = Result {
        let kilometres = try #require(
            Tariff(by: .kilometres, [Tariff.Row(0...9_999, Fen(50_000))], otherwise: .hold)
        )
        return try [
            Case("the owner's bike") { _ in },
            Case("a certificate") { facts in
                facts.registration = .found(try entry(ownerIsApplicant: false))
                facts.certificate = try OwnershipCertificate(
                    issuerKind: .villageCommittee,
                    issuer: "测试村委会",
                    number: "1",
                    issuedOn: try day("2025-03-01"),
                    signatory: "测试",
                    photo: String(repeating: "a1", count: 32)
                )
            },
            Case("a plate that nobody knows") { $0.registration = .unknown },
            Case("no registry", registry: false) { facts in
                facts.registration = .unavailable
                facts.registryVersion = nil
                facts.registryAge = nil
            },
            Case("no plate") { facts in
                facts.registration = .plateless
                facts.condition = "complete"
                facts.parts[.motor] = PartFinding(condition: .missing)
            },
            Case("an heir") { $0.relation = .heir },
            Case("a company") { $0.relation = .company },
            Case("a company by the registry") { facts in
                facts.registration = .found(try entry(ownerIsApplicant: false, ownerIsCompany: true))
                facts.relation = .company
            },
            Case("an agent") { facts in
                facts.relation = .agent
                facts.agentIsIdentified = true
            },
            Case("a voltage without a row") { $0.parts[.battery] = try battery(label: .volts(64)) },
            Case("an illegible label") { $0.parts[.battery] = try battery(label: .illegible) },
            Case("a measured voltage") { facts in
                facts.parts[.battery] = try battery(label: .none, meterMillivolts: 61_200, blocks: 5)
            },
            Case("a label that contradicts the blocks") { facts in
                facts.parts[.battery] = try battery(label: .volts(48), blocks: 6)
            },
            Case("a part that was seen") { facts in
                facts.partClaims = [.frame: ClaimNumber(kiosk: try #require(KioskID("DQ02")), sequence: 9)]
            },
            Case("a serial that is not the registry's") { $0.contradicted = [.motor] },
            Case("a record of another voltage") { $0.registration = .found(try entry(volts: 48)) },
            Case("a refusal that was sent to review") { facts in
                facts.registration = .found(try entry(kind: "yellow"))
                facts.sentToReview = [.notATarget]
            },
            Case("kilometres", by: kilometres) { $0.kilometres = 1_234 },
            Case("too many kilometres", by: kilometres) { $0.kilometres = 999_999 },
            Case("an old registry") { $0.registryAge = 20 },
        ]
    }

    @Test(arguments: try cases.get())
    func `a document gives back the facts of its draft, and the same decision`(_ sample: Case) throws {
        var facts = try Self.facts()
        try sample.change(&facts)
        let decision = try #require(Eligibility.decision(on: facts, under: sample.rules))
        #expect(!decision.verdict.isRefusal)
        let bytes = try CanonicalJSON.encode(try Self.document(facts, decision, sample.rules))
        let read = try JSONDecoder().decode(OpenClaim.self, from: Data(bytes))
        let again = try EligibilityFacts(read)
        #expect(again == facts)
        #expect(Eligibility.decision(on: again, under: sample.rules) == decision)
        #expect(read.verdict.kind == decision.verdict.kind)
    }

    @Test(arguments: [true, false])
    func `that a company owns the bike is written only when it is so`(isCompany: Bool) throws {
        var facts = try Self.facts()
        facts.registration = .found(try Self.entry(ownerIsApplicant: false, ownerIsCompany: isCompany))
        facts.relation = .company
        let rules = try Self.rules()
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        let bytes = try CanonicalJSON.encode(try Self.document(facts, decision, rules))
        let vehicle = String(decoding: bytes, as: UTF8.self).split(separator: #""vehicle":"#).last
        #expect(try #require(vehicle).contains(#""ownerIsCompany":true"#) == isCompany)
        #expect(try #require(vehicle).contains("ownerIsCompany") == isCompany)
    }

    @Test func `a minor stays one`() throws {
        var facts = try Self.facts()
        facts.applicantIsMinor = true
        let rules = try Self.rules()
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        let document = try Self.document(facts, decision, rules, applicant: "990001201003010017")
        #expect(try EligibilityFacts(document) == facts)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout OpenClaim) -> Void

        init(_ field: String, _ change: @escaping @Sendable (inout OpenClaim) -> Void) {
            testDescription = field
            self.change = change
        }
    }

    static let faults: [Fault] = [
        Fault("recordedAt") { $0.recordedAt = "2025-03-10" },
        Fault("relation") { $0.relation = "friend" },
        Fault("applicant.idNumber") { $0.applicant.idNumber = "990001199001010012" },
        Fault("vehicle.registration") { $0.vehicle.registration = "lost" },
        Fault("vehicle.plateKind") { $0.vehicle.plateKind = nil },
        Fault("vehicle.registeredOn") { $0.vehicle.registeredOn = "2021-02-30" },
        Fault("vehicle.ownerIsApplicant") { $0.vehicle.ownerIsApplicant = nil },
        Fault("vehicle.ownerIsCompany") { $0.vehicle.ownerIsCompany = true },
        Fault("parts") { $0.parts["saddle"] = $0.parts["motor"] },
        Fault("parts.motor.condition") { $0.parts["motor"]?.condition = "fine" },
        Fault("parts.motor.serialState") { $0.parts["motor"]?.serialState = "lost" },
        Fault("parts.motor.serial") { $0.parts["motor"]?.serial = nil },
        Fault("parts.motor.label") { $0.parts["motor"]?.label = "illegible" },
        Fault("parts.battery.label") { $0.parts["battery"]?.labelVolts = 401 },
        Fault("parts.battery.label") { $0.parts["battery"]?.condition = "missing" },
        Fault("parts.frame.seenIn") { $0.parts["frame"]?.seenIn = "DQ01-000001-Y" },
        Fault("overrides[0].subject") { $0.overrides[0].subject = "mood" },
    ]

    @Test(arguments: faults)
    func `a field that does not fit is named`(_ wrong: Fault) throws {
        let facts = try Self.facts()
        let rules = try Self.rules()
        let decision = try #require(Eligibility.decision(on: facts, under: rules))
        var document = try Self.document(facts, decision, rules)
        wrong.change(&document)
        let fault = try #require(throws: OpenClaim.FieldFault.self) { try EligibilityFacts(document) }
        #expect(fault.field == wrong.testDescription)
    }

    // MARK: Samples

    private static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private static func entry(
        kind: String = "white-red",
        ownerIsApplicant: Bool = true,
        ownerIsCompany: Bool = false,
        volts: Int? = 60
    ) throws -> RegistryEntry {
        RegistryEntry(
            kind: kind,
            registeredOn: try day("2021-06-01"),
            ownerIsApplicant: ownerIsApplicant,
            ownerIsCompany: ownerIsCompany,
            volts: volts,
            model: "测试 60"
        )
    }

    private static func battery(
        label: BatteryVoltage.Label,
        meterMillivolts: Int? = nil,
        blocks: Int? = nil
    ) throws -> PartFinding {
        let voltage: BatteryVoltage = try #require(
            BatteryVoltage(label: label, meterMillivolts: meterMillivolts, blocks: blocks)
        )
        return PartFinding(condition: .present, serial: .read("BAT-0001"), voltage: voltage)
    }

    private static func facts() throws -> EligibilityFacts {
        var facts = EligibilityFacts(
            capturedOn: try day("2025-03-10"),
            registration: .found(try entry()),
            parts: [
                .battery: try battery(label: .volts(60)),
                .motor: PartFinding(condition: .present, serial: .read("MOT-0001")),
                .frame: PartFinding(condition: .present, serial: .groundOff),
            ]
        )
        facts.registryVersion = "2025-03-09"
        facts.registryAge = 1
        return facts
    }

    private static func rules(_ tariff: Tariff? = nil, registry: Bool = true) throws -> Programme {
        let rows = [(48, 37_100), (60, 61_500), (72, 78_500)].map { Tariff.Row($0...$0, Fen(Int64($1))) }
        let condition = Programme.Plateless.Row(condition: "complete", title: [:], value: Fen(5_000))
        return Programme(
            id: "test-2025",
            version: "1",
            acceptance: Programme.Days(first: try day("2025-02-09"), last: try day("2025-04-30")),
            registration: Programme.Days(first: try day("2021-01-10"), last: try day("2021-12-31")),
            plates: Programme.Plates(kinds: ["white-red"]),
            tariff: try tariff ?? #require(Tariff(by: .voltage, rows, otherwise: .hold)),
            onceOnly: .each,
            ownership: Programme.Ownership(certificate: true),
            agents: .recorded,
            plateless: Programme.Plateless(rows: [condition], incomplete: true),
            registry: registry ? Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30) : nil,
            reviewable: [.notATarget],
            points: [],
            notice: Programme.Notice(version: "n1"),
            title: [:],
            hotline: "12315"
        )
    }

    private static func card(_ number: String) throws -> CardIdentity {
        let number = try #require(IdentityNumber(number))
        return try CardIdentity.checked(name: "测试", number: number, validity: .longTerm, kind: .resident)
    }

    private static func document(
        _ facts: EligibilityFacts,
        _ decision: Decision,
        _ rules: Programme,
        applicant: String = "990001199001010013"
    ) throws -> OpenClaim {
        // 2025-03-10T10:00:00+08:00.
        let time = Timestamp(milliseconds: 1_741_572_000_000)
        var random = SystemRandomNumberGenerator()
        let zeros = String(repeating: "0", count: 64)
        let overrides = facts.sentToReview.compactMap {
            SupervisorOverride(.refusal($0), supervisor: "测试", reason: "see the record")
        }
        let bankCard = try #require(SupervisorOverride(.bankCard, supervisor: "测试", reason: "an old card"))
        let draft = ClaimDraft(
            applicant: try card(applicant),
            agent: facts.relation == .agent ? try card("990001198512310021") : nil,
            consent: Consent(noticeVersion: "n1", method: .signature, at: time),
            facts: facts,
            plate: facts.registration == .plateless ? nil : Plate("藏A12345"),
            bankCard: BankCardNumber("6299990000012343"),
            decision: decision,
            warnings: [],
            overrides: overrides + [bankCard]
        )
        return OpenClaim(
            draft: draft,
            claimID: ClaimID(at: time, using: &random),
            number: ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: 1),
            recordedAt: time,
            point: "dongga",
            rehearsal: true,
            programme: (id: rules.id, version: rules.version),
            clock: ClaimDocument.Clock(trust: .plausible, boot: "0123456789abcdef", uptimeMilliseconds: 1),
            keys: ClaimDocument.Keys(person: zeros, vehicle: nil, pair: nil, parts: [:]),
            chain: ClaimDocument.ChainLink(sequence: 1, previous: zeros)
        )
    }
}
