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
    let ownClaim: ClaimNumber
    let otherClaim: ClaimNumber
    let receipt: ClaimReceipt
    let registeredOn: CivilDate

    let plateText = "拉萨·A00101"
    let bankCard = "6299990000012343"

    init(
        onceOnly: Programme.OnceOnly = .each,
        otherVoltage: Programme.OtherVoltage = .hold,
        ownershipCertificate: Bool = true,
        plateless: Programme.Plateless? = Programme.Plateless(residualValue: Fen(5_000))
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
        today = try day("2025-03-10")
        dayAfter = try day("2025-05-01")
        registeredOn = try day("2021-06-01")
        owner = try card("测试扎西", "990001199001010013", until: "2035-01-01")
        expired = try card("样本卓玛", "990001198512310021", until: "2025-03-09")
        let kiosk = try #require(KioskID("DQ01"))
        ownClaim = ClaimNumber(kiosk: kiosk, sequence: 7)
        otherClaim = ClaimNumber(kiosk: kiosk, sequence: 3)
        receipt = ClaimReceipt(
            claimID: try #require(ClaimID("0195e6a0-0000-7000-8000-000000000007")),
            number: ownClaim,
            recordedAt: Timestamp(milliseconds: 1_741_572_000_000)
        )
    }

    func registered(kind: String = "white-red", on day: CivilDate? = nil, owner: Bool = true) -> Registration {
        .found(kind: kind, on: day ?? registeredOn, ownerIsApplicant: owner)
    }

    var plate: Plate { get throws { try #require(Plate(plateText)) } }
    var windowValues: [String: String] { ["first": "2025-02-09", "last": "2025-04-30"] }
}

extension PartJudgement {
    static func battery(_ volts: Int?, serial: Serial = .unspecified) -> PartJudgement {
        PartJudgement(condition: .present, serial: serial, volts: volts)
    }

    static let present = PartJudgement(condition: .present)
    static let missing = PartJudgement(condition: .missing)
    static let wrong = PartJudgement(condition: .wrong)
}
