import Claims
import Foundation
import Testing

@testable import Settings

struct ProgrammeFileTests {
    private static let name = "config/programmes/doilungdeqen-2025.yaml"

    @Test func `the shipped programme says what the announcement says`() throws {
        let programme = try ProgrammeFile.load(shipped(Self.name))
        #expect(programme.id == "doilungdeqen-2025")
        #expect(programme.tariff == [48: Fen(37_100), 60: Fen(61_500), 72: Fen(78_500)])
        #expect(programme.acceptance.first.description == "2025-02-09")
        #expect(programme.acceptance.last.description == "2025-04-30")
        #expect(programme.registration.first.description == "2021-01-10")
        #expect(programme.registration.last.description == "2021-12-31")
        #expect(programme.plateKinds == ["white-red"])
        #expect(programme.onceOnly == .each)
        #expect(programme.otherVoltage == .hold)
        #expect(programme.ownershipCertificate)
        #expect(programme.agents == .notAllowed)
        #expect(programme.plateless != nil)
        #expect(programme.hotline == "12315")
        #expect(Set(programme.title.keys) == ["zh-CN", "bo", "en"])
    }

    @Test(arguments: [
        (
            "last: 2025-04-30", "last: 2025-02-08", "config.contradiction",
            "acceptance.last: the window ends on 2025-02-08"
        ),
        (
            "first: 2021-01-10", "first: 2021-02-29", "config.invalid-value",
            "registration.first: found the text \"2021-02-29\""
        ),
        ("first: 2021-01-10", "first: 20210110", "config.wrong-type", "registration.first: found the number 20210110"),
        ("volts: 60", "volts: 48", "config.contradiction", "tariff[1]: 48 volts have two rows"),
        ("fen: 61500", "fen: 615.00", "config.wrong-type", "tariff[1].fen: found the number 615.00"),
        (
            "fen: 61500", "fen: 0", "config.invalid-value",
            "tariff[1].fen: found the number 0, expected a whole number of fen"
        ),
        ("hotline: \"12315\"", "hotline: 12315", "config.wrong-type", "hotline: found the number 12315"),
        (
            "onceOnly: each", "onceOnly: once", "config.invalid-value",
            "onceOnly: found the text \"once\", expected each or pair"
        ),
        ("ownershipCertificate: true", "ownershipCertificate: yes", "config.wrong-type", "ownershipCertificate: found"),
        (
            "  - white-red", "  - white-red\n  - white-red", "config.contradiction",
            "plateKinds[1]: the plate kind white-red"
        ),
        ("  - white-red", "  []", "config.invalid-value", "plateKinds: found 0 items, expected 1–16"),
        ("  en: Doil", "  de: Doil", "config.unknown-key", "title.de: unknown key"),
        (
            "version: notice-2025-02-09.1", "version: \"\"", "config.invalid-value",
            "notice.version: found the text \"\""
        ),
    ])
    func `a wrong rule is refused with its place`(old: String, new: String, code: String, says: String) throws {
        let text = try String(contentsOfFile: shipped(Self.name), encoding: .utf8)
        #expect(text.contains(old))
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing(old, by: new))
        let error = try #require(fault { () throws(KioskError) in try ProgrammeFile.load(file) })
        #expect(error.code.name == code, "\(error)")
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
            $0.contains(old.split(separator: "\n")[0])
        }
        let number = try #require(line) + 1
        #expect((number - 1...number + 1).contains { error.message.hasPrefix("\(file):\($0):") }, "\(error)")
        #expect(error.message.contains(" \(says)"), "\(error)")
    }

    @Test func `a programme without the plateless block takes no bikes without a plate`() throws {
        let text = try String(contentsOfFile: shipped(Self.name), encoding: .utf8)
        let folder = try TemporaryFolder()
        let lines = text.split(separator: "\n").filter {
            !$0.hasPrefix("plateless:") && !$0.contains("residualValueFen")
        }
        let file = try folder.write(lines.joined(separator: "\n"))
        #expect(try ProgrammeFile.load(file).plateless == nil)
    }
}
