import Claims
import KioskTestSupport
import Papers
import Sealing
import Testing

/// A made-up owner's papers: identity region 990001 belongs to nobody.
enum Samples {
    static let share = "\(RunningProgram.repository)/share"

    static func catalogues(_ languages: [String] = ["zh-CN", "bo"]) throws -> [TextCatalogue] {
        try TextCatalogue.load(languages, share: share)
    }

    static let point = PaperPlace(id: "dongga", title: ["zh-CN": "东嘎街道回收点", "en": "Dongga sub-district"])

    static let programme = PaperProgramme(
        title: [
            "zh-CN": "堆龙德庆区超标电动自行车淘汰补贴",
            "bo": "སྟོད་ལུང་བདེ་ཆེན་ཆུས་ཀྱི་ཚད་བརྒལ་གློག་སྐུལ་རྐང་འཁོར་ཕྱིར་འདོར་ཁ་གསབ།",
            "en": "Doilungdêqên over-standard e-bike phase-out subsidy",
        ],
        version: "2025-02-09.1",
        hotline: "12315"
    )

    /// A day of three claims. `open` are not confirmed, beyond those that are named there are `more`.
    static func day(open: [String] = [], more: Int64 = 0, needsPerson: Int64 = 0, proof: DayPaper.Proof? = nil) throws
        -> DayPaper
    {
        let kiosk = try #require(KioskID("DQ01"))
        let recorded = Int64(open.count) + more + 3
        return DayPaper(
            kiosk: kiosk,
            point: try #require(point),
            date: try #require(CivilDate("2025-03-10")),
            printedAt: try #require(Timestamp("2025-03-10T18:00:05.250+08:00")),
            recorded: recorded,
            first: ClaimNumber(kiosk: kiosk, sequence: 121),
            last: ClaimNumber(kiosk: kiosk, sequence: 120 + recorded),
            confirmed: 3,
            unconfirmed: open,
            needsPerson: needsPerson,
            amount: Fen(61_500 * recorded),
            proof: proof,
            programme: programme,
            isRehearsal: false
        )
    }

    static func receipt(
        stage: Receipt.Stage = .recorded,
        outcome: Receipt.Outcome = .subsidy(Fen(61_500)),
        provisional: Bool = false,
        plate: String? = "拉萨A00101",
        rehearsal: Bool = false,
        reprint: Bool = false
    ) throws -> Receipt {
        Receipt(
            stage: stage,
            claim: ClaimNumber(kiosk: try #require(KioskID("DQ01")), sequence: 123),
            recordedAt: try #require(Timestamp("2025-03-10T10:00:05.250+08:00")),
            point: try #require(point),
            name: "张*",
            idTail: try #require(IdentityNumber("990001199001010013").flatMap { IDTail(of: $0) }),
            plate: plate.flatMap { Plate($0) }.map { PaperPlate(masked: $0.masked) },
            parts: [.battery: .present, .motor: .present, .frame: .present],
            volts: 60,
            outcome: outcome,
            isProvisional: provisional,
            paymentDays: 5,
            noticeVersion: "notice-2025-02-09.1",
            programme: programme,
            isRehearsal: rehearsal,
            isReprint: reprint
        )
    }

    static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    static func certificate(
        plate: String? = "拉萨A00101",
        destroyed: String? = "2025-03-20",
        police: Bool = true,
        batteries: [PartSerial] = [.read("DC-2103-77")],
        rehearsal: Bool = false
    ) throws -> ScrappingCertificate {
        try CertificateFacts.certificate(
            fromJSON: Array(
                facts(
                    plate: plate,
                    destroyed: destroyed,
                    police: police,
                    batteries: batteries,
                    rehearsal: rehearsal
                ).utf8
            )
        )
    }

    static func facts(
        plate: String? = "拉萨A00101",
        destroyed: String? = "2025-03-20",
        police: Bool = true,
        batteries: [PartSerial] = [.read("DC-2103-77")],
        rehearsal: Bool = false
    ) -> String {
        func serial(_ serial: PartSerial) -> String {
            let form = serial.wireForm
            return "{\"state\":\"\(form.state)\"\(form.text.map { ",\"text\":\"\($0)\"" } ?? "")}"
        }
        return """
            {
              "number": "C-DQ01-000123", "claim": "\(claimText)",
              "owner": {"name": "张演示", "idTail": "0013"},
              \(plate.map { "\"plate\": \"\($0)\"," } ?? "")
              "frame": {"state": "read", "text": "LSA2021000101"}, "motor": {"state": "ground-off"},
              "batteries": [\(batteries.map(serial).joined(separator: ","))],
              "receivedOn": "2025-03-10",
              "point": {"id": "dongga", "title": {"zh-CN": "东嘎街道回收点", "en": "Dongga sub-district"}},
              "company": "演示再生资源回收有限公司",
              "parts": {"battery": "present", "motor": "present", "frame": "present"},
              \(destroyed.map { "\"destroyedOn\": \"\($0)\"," } ?? "")
              \(police ? "\"deregistration\": {\"mark\": \"演注2025-0101\", \"on\": \"2025-03-21\"}," : "")
              "issuedOn": "2025-03-24", "expiresOn": "2025-12-31",
              "programme": {
                "title": {"zh-CN": "堆龙德庆区超标电动自行车淘汰补贴", "en": "Doilungdêqên over-standard e-bike phase-out subsidy"},
                "version": "2025-02-09.1", "hotline": "12315"
              },
              "rehearsal": \(rehearsal)
            }
            """
    }

    static var claimText: String {
        KioskID("DQ01").map { ClaimNumber(kiosk: $0, sequence: 123).text } ?? ""
    }
}

/// A random source with a seed, so that a failing run can be repeated (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func text(of alphabet: [Character], upTo longest: Int) -> String {
        let count = Int.random(in: 0...longest, using: &self)
        return String((0..<count).map { _ in alphabet.randomElement(using: &self) ?? "x" })
    }
}
