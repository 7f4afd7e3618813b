import Claims
import Foundation
import Settings
import Testing

@testable import CentralTools

struct ProgrammeExplanationTests {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)
    private static let shipped = "\(root)/config/programmes/doilungdeqen-2025.yaml"
    private static let flat = "\(root)/Tests/SettingsTests/Programmes/flat-2026.yaml"
    private static let kilometres = "\(root)/Tests/SettingsTests/Programmes/kilometres-2026.yaml"

    private static func text(_ file: String, calendars: Bool = true) throws -> String {
        let check = ProgrammeCheck(file, calendars: calendars ? "\(root)/config/calendars" : nil)
        let programme = try #require(check.programme)
        return ProgrammeExplanation.text(of: programme, calendar: check.calendar, warnings: check.warnings)
    }

    @Test(arguments: [
        "from Sun 2025-02-09 to Wed 2025-04-30, both days included", "54 of these 81 days are working days",
        "The first is Mon 2025-02-10, the last Wed 2025-04-30.", "registered from Sun 2021-01-10 to Fri 2021-12-31",
        "48 V: 371.00 yuan.", "60 V: 615.00 yuan.", "72 V: 785.00 yuan.", "Any other voltage is held for review",
        "Claims are made at 4 points.", "马镇回收点（镇政府院内）, open 9:30–18:00 on working days.",
        "Each person gets one subsidy, and each bike gets one", "an agent is refused",
        "with a certificate of the community or the village committee of any age", "complete: 50.00 yuan.",
        "within 5 working days after the approval", "the last day to pay is Mon 2025-05-12", "Complaints go to 12315.",
        "certificate-invalid, not-a-target and registered-outside-window",
        "Look again\n  The window opens on Sun 2025-02-09, when the points are closed",
    ])
    func `the shipped programme is explained in words`(words: String) throws {
        #expect(try Self.text(Self.shipped).contains(words))
    }

    @Test(arguments: [
        "Every bike gets 500.00 yuan.", "It does not matter when they were registered.",
        "A plate of another kind is held for review.", "A plate looks like 示[A-Z]\\d{5,6}.",
        "no certificate is accepted, others are refused", "An agent may come with the owner's card",
        "may bring another bike", "A bike without a plate is refused", "A supervisor can send no refusal to review.",
        "Claims are made at 1 point.", "There need not be a registry",
    ])
    func `a city with one amount is explained in words`(words: String) throws {
        #expect(try Self.text(Self.flat).contains(words))
    }

    @Test(arguments: [
        "0 km to 4999 km: 600.00 yuan.", "20000 km and more: 200.00 yuan.", "Anything else is refused.",
        "of at most 90 days", "must be photographed", "is refused.\n\nSent to review", "within 1 working day after",
        "No national notice of the calendars covers 2027",
    ])
    func `a city that pays by kilometres is explained in words`(words: String) throws {
        #expect(try Self.text(Self.kilometres).contains(words))
    }

    @Test func `without calendars no working day is counted`() throws {
        let text = try Self.text(Self.shipped, calendars: false)
        #expect(text.contains("Working days go by national-2025 and lhasa-2025."))
        #expect(!text.contains(" are working days") && !text.contains("last day to pay"))
    }

    @Test func `the JSON has what the document lists, and no explanation of a file that is wrong`() throws {
        let calendars = "\(Self.root)/config/calendars"
        let good = try Self.json(ProgrammeCheck(Self.shipped, calendars: calendars))
        #expect(good["isValid"] as? Bool == true)
        let window = try #require(good["window"] as? [String: Any])
        #expect(window["days"] as? Int == 81 && window["workingDays"] as? Int == 54)
        #expect(
            window["firstWorkingDay"] as? String == "2025-02-10" && window["lastPayment"] as? String == "2025-05-12"
        )
        let tariff = try #require(good["tariff"] as? [String: Any])
        #expect((tariff["rows"] as? [[String: Int]])?.first == ["volts": 48, "fen": 37_100])
        #expect((good["explanation"] as? [[String: Any]])?.count == 9)

        let wrong = try Self.json(ProgrammeCheck("\(calendars)/lhasa-2025.yaml", calendars: calendars))
        #expect(wrong["isValid"] as? Bool == false && wrong["explanation"] == nil && wrong["window"] == nil)
        let fault = try #require((wrong["faults"] as? [[String: String]])?.first)
        #expect(fault["code"] == "config.unknown-key" && fault["remedy"]?.isEmpty == false)
    }

    @Test func `a check fails with the code for settings, and passes with warnings`() {
        #expect(ProgrammeExplanation.check(Self.shipped, calendars: "\(Self.root)/config/calendars", json: true) == 0)
        #expect(ProgrammeExplanation.check("\(Self.root)/none.yaml", calendars: nil, json: false) == 78)
    }

    private static func json(_ check: ProgrammeCheck) throws -> [String: Any] {
        let text = try ProgrammeExplanation.JSON.text(of: check, file: "f.yaml")
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
