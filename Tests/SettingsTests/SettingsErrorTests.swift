import Claims
import Testing

@testable import Settings

struct SettingsErrorTests {
    @Test(arguments: WrongFile.table)
    func `an error names file, line, column, key, what was found and what is expected`(wrong: WrongFile) throws {
        #expect(plainKiosk.contains(wrong.old))
        let folder = try TemporaryFolder()
        let file = try folder.write(plainKiosk.replacing(wrong.old, by: wrong.new))
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.code == wrong.code, "\(error)")
        #expect(error.message.hasPrefix("\(file):\(wrong.place)"), "\(error)")
        #expect(error.message.contains(wrong.says), "\(error)")
        #expect(error.remedy.contains(wrong.remedy), "\(error)")
        #expect(!error.message.contains("\n") && !error.remedy.isEmpty)
    }

    @Test func `in production a device lies below dev`() throws {
        let folder = try TemporaryFolder()
        let text = plainKiosk.replacing("mode: rehearsal", by: "mode: production").replacing("/dev/ttyS1", by: "ttyS1")
        let file = try folder.write(text)
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.code == .configInvalidValue)
        #expect(error.message.hasPrefix("\(file):17:5: devices[1]: found the path \"\(folder.path.prefix(20))"))
    }

    @Test func `seventeen devices are too many`() throws {
        let folder = try TemporaryFolder()
        let row = "\n  - {role: scanner, path: /dev/x, driver: line}"
        let file = try folder.write(plainKiosk + String(repeating: row, count: 15))
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.message == "\(file):14:3: devices: found 17 items, expected 0–16")
    }

    @Test(
        arguments: [
            ("prot", "port"), ("PORT", "port"), ("hsot", "host"), ("hst", "host"), ("sessionTimeout", nil),
            ("sesionTimoutSeconds", "sessionTimeoutSeconds"), ("x", nil), ("", nil), ("listen", nil),
        ] as [(String, String?)]
    )
    func `only a near word is suggested`(word: String, near: String?) {
        #expect(NearestWord.to(word, among: ["host", "port", "sessionTimeoutSeconds"]) == near)
    }

    @Test func `a shown value is short and stands on one line`() {
        #expect(Place.quoted("a\nb\u{202E}c\u{2028}") == "\"a\u{FFFD}b\u{FFFD}c\u{FFFD}\"")
        #expect(Place.quoted(String(repeating: "x", count: 60)).count == 62)
        #expect(Place.quoted(String(repeating: "x", count: 61)).count == 62)
    }

    @Test(
        arguments: [
            "\"kiosk\\nerror: all is well\": 1\n", "\"kios\\n\": 1\n", "? |-\n  two\n  lines\n: 1\n",
            "\(String(repeating: "k", count: 900)): 1\n", "e\(String(repeating: "\u{301}", count: 900)): 1\n",
            "\"a\\nb\": 1\n\"a\\nb\": 2\n",
        ]
    )
    func `a key that nobody wrote by hand is shown short and on one line`(file text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text)
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        for line in [error.message, error.remedy] { #expect(!line.contains { $0.isNewline }) }
        #expect(error.message.utf8.count < file.utf8.count + 700)
    }
}
