import Claims
import Foundation
import Testing

@testable import Settings

struct ProgrammeFileTests {
    @Test func `the shipped programme says what the announcement says`() throws {
        let programme = try ProgrammeFile.load(shipped(WrongProgramme.shipped))
        #expect(programme.id == "doilungdeqen-2025")
        #expect(programme.acceptance == Programme.Days(first: try day("2025-02-09"), last: try day("2025-04-30")))
        #expect(programme.registration == Programme.Days(first: try day("2021-01-10"), last: try day("2021-12-31")))
        #expect(programme.plates.kinds == ["white-red"] && programme.plates.pattern == nil)
        #expect(programme.plates.otherwise == .refuse && programme.plates.unknown == .hold)
        #expect(programme.plates.titles["white-red"]?["zh-CN"] == "白底红字牌照")
        #expect(programme.uncovered == .hold && programme.voltage.doubt == .hold)
        let rows = [Tariff.Row(48...48, Fen(37_100)), .init(60...60, Fen(61_500)), .init(72...72, Fen(78_500))]
        #expect(programme.tariff == Tariff(by: .voltage, rows, otherwise: .hold))
        #expect(programme.voltage == Programme.VoltageRule(voltsPerBlock: 12, meterPercent: 85...118))
        #expect(programme.onceOnly == .each)
        #expect(programme.ownership == Programme.Ownership(certificate: true, photo: .optional))
        #expect(programme.agents == .notAllowed)
        #expect(programme.registry == Programme.RegistryAges(provisionalAfter: 7, unusableAfter: 30))
        #expect(programme.reviewable == [.notATarget, .registeredOutside, .certificateInvalid])
        #expect(programme.calendars == ["national-2025", "lhasa-2025"])
        #expect(programme.paymentDays == 5)
        #expect(programme.notice.version == "notice-2025-02-09.1")
        #expect(programme.campaign?.title["zh-CN"] == "幸福拉萨·惠享生活")
        #expect(programme.hotline == "12315")
        #expect(Set(programme.title.keys) == ["zh-CN", "bo", "en"])
    }

    @Test func `the shipped programme has four points with the same hours`() throws {
        let programme = try ProgrammeFile.load(shipped(WrongProgramme.shipped))
        #expect(programme.points.map(\.id) == ["dongga", "naiqiong", "yangda", "maxiang"])
        let hours = PointHours(from: 570, to: 1_080)
        #expect(programme.points.allSatisfy { $0.hours == hours && Set($0.title.keys) == ["zh-CN", "bo", "en"] })
        let marks = ["交安驾校南侧", "824户安居苑", "派出所北1.7公里", "镇政府院内"]
        for (point, mark) in zip(programme.points, marks) { #expect(point.title["zh-CN"]?.contains(mark) == true) }
    }

    @Test func `the shipped programme takes every bike without a plate`() throws {
        let plateless = try #require(ProgrammeFile.load(shipped(WrongProgramme.shipped)).plateless)
        #expect(plateless.incomplete)
        #expect(plateless.rows.map(\.condition) == ["complete", "incomplete"])
        #expect(plateless.rows.map(\.value) == [Fen(5_000), Fen(2_000)])
    }

    @Test(arguments: WrongProgramme.table)
    func `a wrong rule is refused with its place and a remedy`(wrong: WrongProgramme) throws {
        let text = try wrong.text()
        let folder = try TemporaryFolder()
        let file = try folder.write(text)
        let error = try #require(fault { () throws(KioskError) in try ProgrammeFile.load(file) })
        #expect(error.code == wrong.code, "\(error)")
        #expect(error.message.contains(" \(wrong.says)"), "\(error)")
        #expect(!error.remedy.isEmpty && (wrong.remedy.isEmpty || error.remedy.contains(wrong.remedy)), "\(error)")
        let place = error.message.dropFirst(file.count + 1).split(separator: ":").prefix(2).compactMap { Int($0) }
        try #require(place.count == 2, "\(error)")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[place[0] - 1].contains(wrong.line), "\(error) points at: \(lines[place[0] - 1])")
    }

    @Test(arguments: ["plateless", "registration", "registry", "reviewable", "voltage", "campaign"])
    func `a block that is optional may be left out`(block: String) throws {
        let text = try WrongProgramme.without(block)
        let folder = try TemporaryFolder()
        let programme = try ProgrammeFile.load(try folder.write(text))
        switch block {
        case "plateless": #expect(programme.plateless == nil)
        case "registration": #expect(programme.registration == nil)
        case "registry": #expect(programme.registry == nil)
        case "reviewable": #expect(programme.reviewable.isEmpty)
        case "voltage": #expect(programme.voltage == Programme.VoltageRule())
        default: #expect(programme.campaign == nil)
        }
    }

    @Test(arguments: [
        "id", "version", "title", "acceptance", "plates", "tariff", "onceOnly", "ownership", "agents", "points",
        "calendars", "paymentWorkingDays", "notice", "hotline",
    ])
    func `a rule that must be there is named when it is not`(block: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(try WrongProgramme.without(block))
        let error = try #require(fault { () throws(KioskError) in try ProgrammeFile.load(file) })
        #expect(error.code == .configMissingKey)
        #expect(error.message.contains("the key \"\(block)\" is missing, expected "), "\(error)")
    }

    @Test(arguments: Reason.Code.allCases)
    func `only what can still turn out otherwise is sent to review`(code: Reason.Code) throws {
        let text = try WrongProgramme.plain().replacing("  - not-a-target\n", by: "")
            .replacing("  - registered-outside-window\n", by: "")
            .replacing("  - certificate-invalid", by: "  - \(code.rawValue)")
        let folder = try TemporaryFolder()
        let file = try folder.write(text)
        let final: Set<Reason.Code> = [
            .outsideWindow, .personClaimed, .vehicleClaimed, .vehicleClaimedByAnother, .pairClaimed, .registryTooOld,
            .registryMissing, .platelessNotTaken,
        ]
        if final.contains(code) {
            let error = try #require(fault { () throws(KioskError) in try ProgrammeFile.load(file) })
            #expect(error.code == .configContradiction)
            #expect(error.message.contains("reviewable[0]: \(code.rawValue) cannot be sent to review: "))
        } else {
            #expect(try ProgrammeFile.load(file).reviewable == [code])
        }
    }
}

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
