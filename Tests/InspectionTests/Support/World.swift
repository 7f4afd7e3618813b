import Claims
import Inspection
import Testing

/// The people, plates and papers of these tests. None can exist: ID region 990001, cards 629999….
struct World {
    let programme: Programme
    /// Inside the window.
    let today: CivilDate
    /// The day after the window.
    let dayAfter: CivilDate
    let owner: CardIdentity
    /// Someone else, whose card has expired.
    let expired: CardIdentity
    /// Under eighteen today.
    let minor: CardIdentity
    let ownClaim: ClaimNumber
    let otherClaim: ClaimNumber
    let receipt: ClaimReceipt
    let registeredOn: CivilDate
    let consentedAt = Timestamp(milliseconds: 1_741_571_000_000)

    let plateText = "拉萨·A00101"
    let bankCard = "6299990000012343"
    /// Its last digit is wrong.
    let doubtfulCard = "6299990000012344"
    let photo = String(repeating: "0a", count: 32)

    static let plateless = [
        Programme.Plateless.Row(
            condition: "complete",
            title: ["en": "Complete"],
            value: Fen(5_000),
            needsAllParts: true
        ),
        Programme.Plateless.Row(condition: "incomplete", title: ["en": "A part is missing"], value: Fen(2_000)),
    ]

    static let volts = [
        Tariff.Row(48...48, Fen(37_100)), Tariff.Row(60...60, Fen(61_500)), Tariff.Row(72...72, Fen(78_500)),
    ]

    static let kilometres = [
        Tariff.Row(0...4_999, Fen(30_000)), Tariff.Row(5_000...20_000, Fen(20_000)),
    ]

    /// As announced, unless said otherwise.
    init(
        tariff: Tariff.Measure = .voltage,
        otherwise: Programme.Severity = .hold,
        plates: Programme.Severity = .refuse,
        doubts: Programme.Severity = .hold,
        pattern: String? = nil,
        onceOnly: Programme.OnceOnly = .each,
        ownership: Programme.Ownership = Programme.Ownership(certificate: true),
        agents: Programme.Agents = .notAllowed,
        plateless: Programme.Plateless? = Programme.Plateless(rows: World.plateless, incomplete: true),
        registry: Programme.RegistryAges? = Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30),
        reviewable: Set<Reason.Code> = [.notATarget, .registeredOutside, .certificateInvalid]
    ) throws {
        func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
        func card(_ name: String, _ number: String, until: String) throws -> CardIdentity {
            CardIdentity(
                name: name,
                number: try #require(IdentityNumber(number)),
                validity: .until(try day(until)),
                kind: .resident
            )
        }
        programme = Programme(
            id: "test-2025",
            version: "1",
            acceptance: Programme.Days(first: try day("2025-02-09"), last: try day("2025-04-30")),
            registration: Programme.Days(first: try day("2021-01-10"), last: try day("2021-12-31")),
            plates: Programme.Plates(
                kinds: ["white-red"],
                pattern: try pattern.map { try PlatePattern($0) },
                otherwise: plates,
                unknown: doubts
            ),
            tariff: try Self.tariff(by: tariff, otherwise),
            voltage: Programme.VoltageRule(doubt: doubts),
            onceOnly: onceOnly,
            ownership: ownership,
            agents: agents,
            uncovered: doubts,
            plateless: plateless,
            registry: registry,
            reviewable: reviewable,
            points: [],
            notice: Programme.Notice(version: "n1"),
            title: ["en": "Test"],
            hotline: "12315"
        )
        today = try day("2025-03-10")
        dayAfter = try day("2025-05-01")
        registeredOn = try day("2021-06-01")
        owner = try card("测试扎西", "990001199001010013", until: "2035-01-01")
        expired = try card("样本卓玛", "990001198512310021", until: "2025-03-09")
        minor = try card("示例次仁", Self.number("99000120100301004"), until: "2035-01-01")
        let kiosk = try #require(KioskID("DQ01"))
        ownClaim = ClaimNumber(kiosk: kiosk, sequence: 7)
        otherClaim = ClaimNumber(kiosk: kiosk, sequence: 3)
        receipt = ClaimReceipt(
            claimID: try #require(ClaimID("0195e6a0-0000-7000-8000-000000000007")),
            number: ownClaim,
            recordedAt: Timestamp(milliseconds: 1_741_572_000_000)
        )
    }

    private static func tariff(by measure: Tariff.Measure, _ otherwise: Programme.Severity) throws -> Tariff {
        switch measure {
        case .voltage: try #require(Tariff(by: .voltage, volts, otherwise: otherwise))
        case .kilometres: try #require(Tariff(by: .kilometres, kilometres, otherwise: otherwise))
        case .flat: Tariff(flat: Fen(40_000))
        }
    }

    /// A resident's number of which only the check character is open.
    private static func number(_ stem: String) throws -> String {
        try #require("0123456789X".map { stem + String($0) }.first { IdentityNumber($0) != nil })
    }

    func registered(
        kind: String = "white-red",
        on day: CivilDate? = nil,
        owner: Bool = true,
        volts: Int? = nil
    ) -> Registration {
        .found(RegistryEntry(kind: kind, registeredOn: day ?? registeredOn, ownerIsApplicant: owner, volts: volts))
    }

    /// The registry's answer, from an extract of yesterday.
    func known(_ registration: Registration, claim: EarlierClaim? = nil, age: Int = 1) -> PlateKnowledge {
        guard programme.registry != nil else { return PlateKnowledge(registration, claim: claim) }
        return PlateKnowledge(registration, claim: claim, registryVersion: "r1", registryAge: age)
    }

    func consent(version: String? = nil, campaign: Bool = false) -> Consent {
        Consent(
            noticeVersion: version ?? programme.notice.version,
            method: .signature,
            at: consentedAt,
            campaign: campaign
        )
    }

    func certificate(issuedOn: String = "2025-02-20", photo: String? = nil) -> CertificateForm {
        CertificateForm(issuer: "东嘎社区居委会", number: "2025-017", issuedOn: issuedOn, photo: photo)
    }

    /// The claim of another person for a vehicle, or an earlier one of the same person.
    func earlier(_ state: EarlierClaim.State = .live, byApplicant: Bool? = true) -> EarlierClaim {
        EarlierClaim(otherClaim, state, byApplicant: byApplicant)
    }

    var plate: Plate { get throws { try #require(Plate(plateText)) } }
    var windowValues: [String: String] { ["first": "2025-02-09", "last": "2025-04-30"] }
    var versions: [String: String] { ["programme": "test-2025@1", "registry": "r1"] }
}

extension PartJudgement {
    /// A battery with what its label says; without one, with a label that nobody can read.
    static func battery(_ volts: Int?, serial: Serial = .unspecified) -> PartJudgement {
        PartJudgement(
            condition: .present,
            serial: serial,
            voltage: BatteryVoltage(label: volts.map { .volts($0) } ?? .illegible)
        )
    }

    static func measured(volts: Int? = nil, millivolts: Int? = nil, blocks: Int? = nil) -> PartJudgement {
        PartJudgement(
            condition: .present,
            voltage: BatteryVoltage(
                label: volts.map { .volts($0) } ?? .none,
                meterMillivolts: millivolts,
                blocks: blocks
            )
        )
    }

    static func serial(_ text: String) -> PartJudgement { PartJudgement(condition: .present, serial: .text(text)) }

    static let present = PartJudgement(condition: .present)
    static let missing = PartJudgement(condition: .missing)
    static let wrong = PartJudgement(condition: .wrong)
}
