import Claims
import Foundation
import Testing

@testable import Settings

struct ProgrammeCheckTests {
    private static let calendars = shipped("config/calendars")

    @Test func `the shipped programme has nothing wrong, and opens on a Sunday`() throws {
        let check = ProgrammeCheck(shipped(WrongProgramme.shipped), calendars: Self.calendars)
        #expect(check.faults.isEmpty)
        #expect(check.warnings.map(\.code) == [.opensOnClosedDay])
        #expect(check.warnings.first?.text.contains("Sun 2025-02-09") == true)
        #expect(check.warnings.first?.text.contains("Mon 2025-02-10") == true)
        let window = try #require(check.programme).acceptance
        #expect(window.workingDays(try #require(check.calendar)).count == 54)
    }

    @Test func `by the national calendar alone the window has 58 working days`() throws {
        let text = try WrongProgramme.plain().replacing("  - lhasa-2025\n", by: "")
        let check = try Self.check(text, calendars: Self.calendars)
        let window = try #require(check.programme).acceptance
        #expect(window.workingDays(try #require(check.calendar)).count == 58)
    }

    @Test func `without a folder of calendars nothing is said of working days`() {
        let check = ProgrammeCheck(shipped(WrongProgramme.shipped))
        #expect(check.programme != nil && check.calendar == nil && check.warnings.isEmpty && check.faults.isEmpty)
    }

    @Test func `faults of several keys are named at once, in the order in which keys are read`() throws {
        let text = try WrongProgramme.plain().replacing("volts: 60", by: "volts: 48")
            .replacing("last: 2025-04-30", by: "last: 2025-02-08")
            .replacing("hotline: \"12315\"", by: "hotline: 12315")
            .replacing("id: naiqiong", by: "id: dongga")
            .replacing("agents: not-allowed", by: "agent: not-allowed")
        let check = try Self.check(text, calendars: Self.calendars)
        #expect(check.programme == nil && check.warnings.isEmpty)
        let keys = [
            "agent: unknown", "acceptance.last: the", "tariff.rows[1]: 48", "the key \"agents\" is",
            "points[1]: the",
            "hotline: found",
        ]
        #expect(check.faults.count == keys.count)
        for (fault, key) in zip(check.faults, keys) { #expect(fault.message.contains(": \(key) "), "\(fault)") }
    }

    @Test func `a folder of calendars that cannot be read is a fault beside those of the file`() throws {
        let check = try Self.check(try WrongProgramme.without("hotline"), calendars: "\(Self.calendars)/none")
        #expect(check.faults.map(\.code) == [.configMissingKey, .configMissing])
        #expect(ProgrammeCheck("/nowhere/x.yaml").faults.map(\.code) == [.configMissing])
    }

    @Test(
        arguments: [
            ("  - lhasa-2025", "  - shigatse-*", [.calendarUnknown, .opensOnClosedDay]),
            ("  - national-2025\n", "", [.yearNotCovered, .opensOnClosedDay]),
            (
                "calendars:\n  - national-2025\n  - lhasa-2025", "calendars: []",
                [.noCalendars, .yearNotCovered, .opensOnClosedDay]
            ),
            ("first: 2025-02-09", "first: 2025-02-10", []),
            ("last: 2025-04-30", "last: 2025-05-01", [.opensOnClosedDay, .closesOnClosedDay]),
            ("first: 2025-02-09\n  last: 2025-04-30", "first: 2025-03-01\n  last: 2025-03-04", [.noWorkingDay]),
            ("last: 2025-04-30", "last: 2025-12-31", [.yearNotCovered, .opensOnClosedDay]),
            ("last: 2021-12-31", "last: 2025-05-01", [.registrationRunsOn, .opensOnClosedDay]),
            ("volts: 60", "volts: 64", [.oddVoltage, .opensOnClosedDay]),
            ("  - not-a-target", "  - other-voltage", [.reviewWithoutEffect, .opensOnClosedDay]),
            ("  - not-a-target", "  - part-missing", [.opensOnClosedDay]),
        ] as [(String, String, [ProgrammeWarning.Code])]
    )
    func `what is worth a look is told`(old: String, new: String, codes: [ProgrammeWarning.Code]) throws {
        let text = try WrongProgramme.plain()
        #expect(text.contains(old))
        let check = try Self.check(text.replacing(old, by: new), calendars: Self.calendars)
        #expect(check.faults.isEmpty)
        #expect(check.warnings.map(\.code) == codes, "\(check.warnings)")
    }

    @Test func `a calendar that no file has is a fault, because no daemon starts with it`() throws {
        let text = try WrongProgramme.plain().replacing("  - lhasa-2025", by: "  - lhasa-2024")
        let check = try Self.check(text, calendars: Self.calendars)
        #expect(check.faults.map(\.code) == [.configInvalidValue])
        #expect(check.warnings.map(\.code).first == .calendarUnknown)
    }

    @Test func `every gap between rows of kilometres is told, and no gap is an error`() throws {
        let text = try String(contentsOfFile: shipped(OtherProgrammeTests.kilometres), encoding: .utf8)
            .replacing("from: 0, to: 4999", by: "from: 1, to: 4998").replacing("to: 19999", by: "to: 9999")
        let check = try Self.check(text, calendars: nil)
        #expect(check.faults.isEmpty)
        #expect(check.warnings.map(\.code) == [.kilometreGap, .kilometreGap, .kilometreGap])
        let shown = ["0 km have", "4999 km have", "10000–19999 km have"]
        for (warning, text) in zip(check.warnings, shown) { #expect(warning.text.hasPrefix(text), "\(warning)") }
    }

    private static func check(_ text: String, calendars: String?) throws -> ProgrammeCheck {
        let folder = try TemporaryFolder()
        return ProgrammeCheck(try folder.write(text), calendars: calendars)
    }
}
