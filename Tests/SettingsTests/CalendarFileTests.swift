import Claims
import Foundation
import Testing

@testable import Settings

struct CalendarFileTests {
    private static let folder = "config/calendars"

    private func text(_ id: String) throws -> String {
        try String(contentsOfFile: shipped("\(Self.folder)/\(id).yaml"), encoding: .utf8)
    }

    private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    @Test func `the shipped notices give the reference's counts`() throws {
        let nation = try CalendarFolder.load(shipped(Self.folder), ids: ["national-2025", "national-2026"])
        let lhasa = try CalendarFolder.load(shipped(Self.folder), ids: ["national-*", "lhasa-*"])
        #expect(lhasa.notices.map(\.id) == ["national-2025", "national-2026", "lhasa-2025", "lhasa-2026"])
        for (first, last, national, local) in [
            ("2025-02-09", "2025-04-30", 58, 54), ("2025-01-01", "2025-12-31", 248, 244),
            ("2026-01-01", "2026-12-31", 248, 245),
        ] {
            let (first, last) = (try date(first), try date(last))
            #expect(nation.workingDays(from: first, through: last) == national)
            #expect(lhasa.workingDays(from: first, through: last) == local)
        }
    }

    @Test(arguments: [
        ("2025-02-10", "2025-02-17", "2025-02-17"), ("2025-02-20", "2025-03-05", "2025-02-27"),
        ("2025-02-21", "2025-03-06", "2025-02-28"), ("2025-02-24", "2025-03-07", "2025-03-03"),
        ("2025-02-26", "2025-03-11", "2025-03-05"), ("2025-03-28", "2025-04-07", "2025-04-07"),
        ("2025-04-21", "2025-04-27", "2025-04-27"), ("2025-04-25", "2025-05-06", "2025-05-06"),
        ("2025-04-30", "2025-05-12", "2025-05-12"),
    ])
    func `the shipped notices give the reference's due days`(approved: String, local: String, national: String) throws {
        let approved = try date(approved)
        let lhasa = try CalendarFolder.load(shipped(Self.folder), ids: ["national-2025", "lhasa-2025"])
            .dueDate(approvedOn: approved, workingDays: 5)
        #expect(lhasa.due.description == local)
        #expect(lhasa.notices.map(\.version) == ["2024-11-12.1", "2025-02-11.1"])
        let nation = try CalendarFolder.load(shipped(Self.folder), ids: ["national-2025"])
        #expect(nation.dueDate(approvedOn: approved, workingDays: 5).due.description == national)
    }

    @Test(arguments: [
        (
            "    last: 2025-02-04", "    last: 2025-01-04", "config.contradiction",
            "daysOff[1]: 春节 Spring Festival ends on 2025-01-04, before it begins on 2025-01-28"
        ),
        (
            "    last: 2025-06-02", "    last: 2025-10-01", "config.contradiction", "daysOff[4]: 端午节 Dragon Boat is 124"
        ),
        (
            "  - 2025-04-27", "  - 2025-05-04", "config.contradiction",
            "makeUpDays[2]: Sun 2025-05-04 is a day off (劳动节 Labour Day) and a make-up day"
        ),
        ("  - 2025-04-27", "  - 2025-02-08", "config.contradiction", "makeUpDays[2]: Sat 2025-02-08 stands twice"),
        ("  - 2025-04-27", "  - 2024-04-27", "config.contradiction", "makeUpDays[2]: Sat 2024-04-27 lies outside"),
        ("  - 2025-04-27", "  - 2025-04-31", "config.invalid-value", "makeUpDays[2]: found the text \"2025-04-31\""),
        ("    first: 2025-05-31", "    first: 2025-05-05", "config.contradiction", "daysOff[4]: Mon 2025-05-05 is off"),
        ("    first: 2025-05-31", "    frist: 2025-05-31", "config.unknown-key", "daysOff[4].frist: unknown key"),
        ("  - 2025\n", "  - \"2025\"\n", "config.wrong-type", "years[0]: found the text"),
        ("  - 2025\n", "  - 2025\n  - 20255\n", "config.invalid-value", "years[1]: found the number 20255"),
        ("version: \"2024-11-12.1\"", "version: 1", "config.wrong-type", "version: found the number 1"),
        ("scope: national", "scope: nation", "config.invalid-value", "scope: found the text \"nation\""),
        ("scope: national", "scope: local", "config.contradiction", "scope: a local notice names its place"),
        ("scope: national", "scope: national\nplace: lhasa", "config.contradiction", "scope: a local notice names"),
        (
            "scope: national", "scope: national\nsupersedes: [national-2025]", "config.contradiction",
            "supersedes: the notice supersedes itself"
        ),
        ("id: national-2025", "id: National 2025", "config.invalid-value", "id: found the text \"National 2025\""),
        ("makeUpDays:\n", "makeupDays:\n", "config.unknown-key", "makeupDays: unknown key"),
        ("issuedOn: 2024-11-12", "issuedOn: 20241112", "config.wrong-type", "issuedOn: found the number 20241112"),
    ])
    func `a slip in a notice is refused with its place`(old: String, new: String, code: String, says: String) throws {
        let text = try text("national-2025")
        #expect(text.contains(old))
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing(old, by: new))
        let error = try #require(fault { () throws(KioskError) in try CalendarFile.load(file) })
        #expect(error.code.name == code, "\(error)")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let number = try #require(lines.firstIndex { "\($0)\n".contains(old.split(separator: "\n")[0] + "") }) + 1
        // A run of days off is pointed at by its first line.
        #expect((number - 2...number + 1).contains { error.message.hasPrefix("\(file):\($0):") }, "\(error)")
        #expect(error.message.contains(" \(says)"), "\(error)")
    }

    @Test func `a missing list of make-up days is an error, an empty one is not`() throws {
        let folder = try TemporaryFolder()
        let text = try text("lhasa-2025")
        #expect(try CalendarFile.load(folder.write(text)).makeUpDays.isEmpty)
        let file = try folder.write(text.replacing("makeUpDays: []", by: ""))
        let error = try #require(fault { () throws(KioskError) in try CalendarFile.load(file) })
        #expect(error.code == .configMissingKey)
        #expect(error.message.contains("makeUpDays"))
    }

    @Test func `days outside the years are taken when they are named`() throws {
        let folder = try TemporaryFolder()
        let text = try text("lhasa-2025").replacing("first: 2025-02-27", by: "first: 2024-12-31")
            .replacing("last: 2025-03-04", by: "last: 2025-01-01")
        let refused = try folder.write(text)
        #expect(fault { () throws(KioskError) in try CalendarFile.load(refused) }?.code == .configContradiction)
        let file = try folder.write(text + "\noutsideYears: [2024-12-31]\n")
        #expect(try CalendarFile.load(file).outsideYears.map(\.description) == ["2024-12-31"])
    }

    @Test func `a folder gives its yaml files sorted, and nothing else in it is read`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(text("lhasa-2025"), to: "z.yaml")
        _ = try folder.write(text("national-2025"), to: "a.yaml")
        _ = try folder.write("not: a notice", to: "notes.txt")
        _ = try folder.write("not: a notice", to: ".hidden.yaml")
        let files = try CalendarFolder.load(folder.path).files
        #expect(files.map(\.path) == ["\(folder.path)/a.yaml", "\(folder.path)/z.yaml"])
        #expect(files.map(\.notice.id) == ["national-2025", "lhasa-2025"])
        let mixed = try CalendarFolder.load(foldersOrFiles: [folder.path, "\(folder.path)/a.yaml"])
        #expect(mixed.files.count == 3)
        #expect(try mixed.calendar().notices.count == 2)
    }

    @Test func `an id that no file has is refused with those that are there`() throws {
        let path = shipped(Self.folder)
        for (id, remedy) in [("lhasa-2052", "lhasa-2025"), ("xyz", "Name one")] {
            let error = try #require(
                fault { () throws(KioskError) in try CalendarFolder.load(path, ids: ["national-2025", id]) }
            )
            #expect(error.code == .configInvalidValue)
            #expect(error.message.contains("\"\(id)\""))
            #expect(error.message.hasSuffix("lhasa-2025, lhasa-2026, national-2025, national-2026"))
            #expect(error.remedy.contains(remedy), "\(error)")
        }
    }

    @Test func `a slip in a file that is not named is found all the same`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(text("national-2025"), to: "a.yaml")
        _ = try folder.write(text("lhasa-2025").replacing("scope: local", by: "scope: locl"), to: "b.yaml")
        let path = folder.path
        let error = fault { () throws(KioskError) in try CalendarFolder.load(path, ids: ["national-2025"]) }
        #expect(error?.message.hasPrefix("\(path)/b.yaml:") == true)
    }

    @Test func `one id in two files and notices that contradict are refused with both files`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        _ = try folder.write(text("lhasa-2025"), to: "a.yaml")
        _ = try folder.write(text("lhasa-2025").replacing("2025-02-11.1", by: "2025-02-11.2"), to: "b.yaml")
        let twice = try #require(fault { () throws(KioskError) in try CalendarFolder.load(path) })
        #expect(twice.code == .configContradiction)
        #expect(twice.message == "\(path)/a.yaml and \(path)/b.yaml: two different notices have the id lhasa-2025")

        let other = try text("lhasa-2025").replacing("id: lhasa-2025", by: "id: lhasa-2025-b")
            .replacing("last: 2025-03-04", by: "last: 2025-02-28")
            .replacing("makeUpDays: []", by: "makeUpDays: [2025-03-01]")
        _ = try folder.write(other, to: "b.yaml")
        let both = try #require(fault { () throws(KioskError) in try CalendarFolder.load(path).calendar() })
        #expect(both.code == .configContradiction)
        #expect(both.message.hasPrefix("\(path)/a.yaml and \(path)/b.yaml: "), "\(both)")
        #expect(both.message.contains("Sat 2025-03-01"))
        #expect(both.remedy.contains("supersedes"))
    }

    @Test func `a folder that is not there, is a file or holds too many files is refused`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        #expect(fault { () throws(KioskError) in try CalendarFolder.load("\(path)/none") }?.code == .configMissing)
        let file = try folder.write("x", to: "file")
        #expect(fault { () throws(KioskError) in try CalendarFolder.load(file) }?.code == .configUnreadable)
        for number in 0...CalendarFolder.fileLimit { _ = try folder.write("", to: "\(number).yaml") }
        let error = fault { () throws(KioskError) in try CalendarFolder.load(path) }
        #expect(error?.code == .configUnreadable)
        #expect(error?.message.contains("more than 256") == true)
    }
}
