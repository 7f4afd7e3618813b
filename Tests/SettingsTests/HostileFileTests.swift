import Claims
import Foundation
import Glibc
import Testing

@testable import Settings

/// Files that nobody writes by hand: every one ends in settings or in one clear error.
struct HostileFileTests {
    private func code(of file: String) -> KioskError.Code? {
        fault { () throws(KioskError) in try KioskSettings.load(file) }?.code
    }

    @Test func `a file that is not there`() throws {
        let folder = try TemporaryFolder()
        #expect(code(of: "\(folder.path)/none.yaml") == .configMissing)
        #expect(code(of: try folder.write("") + "/below") == .configMissing)
    }

    @Test func `a folder, a pipe, a device and a file that is too large cannot be read`() throws {
        let folder = try TemporaryFolder()
        #expect(code(of: folder.path) == .configUnreadable)
        #expect(code(of: "/dev/zero") == .configUnreadable)
        let pipe = "\(folder.path)/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(code(of: pipe) == .configUnreadable)
        let large = try folder.write(String(repeating: "# comment\n", count: 210_000), to: "large.yaml")
        #expect(code(of: large) == .configUnreadable)
        #expect(code(of: "\(folder.path)/\(String(repeating: "n", count: 300))") == .configUnreadable)
    }

    @Test func `bytes that are not UTF-8 are pointed at`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Data("mode: rehearsal\n# 东".utf8) + [0xB2, 0xD8], to: "gbk.yaml")
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.message == "\(file):2:4: a byte that is not UTF-8")
    }

    @Test func `a byte-order mark and Windows line ends change nothing`() throws {
        let folder = try TemporaryFolder()
        let text = plainKiosk.replacing("\n", by: "\r\n")
        let file = try folder.write([0xEF, 0xBB, 0xBF] + Data(text.utf8), to: "windows.yaml")
        #expect(try KioskSettings.load(file).kioskID.text == "DQ01")
        let wrong = try folder.write([0xEF, 0xBB, 0xBF] + Data("mod: x".utf8), to: "wrong.yaml")
        #expect(
            fault { () throws(KioskError) in try KioskSettings.load(wrong) }?.message.hasPrefix("\(wrong):1:1: mod")
                == true
        )
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "~", "\u{FEFF}"])
    func `an empty file is an error`(text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text)
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.code == .configWrongType)
        #expect(error.message.hasPrefix("\(file):1:1: ") || text == "---\n" && error.message.hasPrefix("\(file):2:1: "))
    }

    @Test(arguments: [
        String(repeating: "[", count: 10_000), String(repeating: "{a: ", count: 10_000),
        String(repeating: "- ", count: 10_000), String(repeating: "? ", count: 10_000),
        "a: " + String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
        "a: " + String(repeating: "[", count: 990) + String(repeating: "]", count: 990),
        "? " + String(repeating: "[", count: 990) + String(repeating: "]", count: 990),
        (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        (0..<10_000).map { _ in "- - - -\n" }.joined(),
    ])
    func `deep nesting is an error`(text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text)
        let error = try #require(fault { () throws(KioskError) in try KioskSettings.load(file) })
        #expect(error.message.hasPrefix("\(file):"))
        #expect(error.message.utf8.count < 1_000 && !error.message.contains("yaml_"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `aliases that stand for millions of nodes are refused before they grow`() throws {
        let folder = try TemporaryFolder()
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "? &a\(level) [\(items)]\n: x\n"
        }
        #expect(code(of: try folder.write(text)) == .configSyntax)
    }

    @Test(arguments: [
        "*a", "&a x", "!!int \"5\"", "!!str 5", "!x y", "!!binary AAAA", "|\n  5", ">\n  5", "<<", "=", "~",
        "2025-03-10",
    ])
    func `every kind of scalar ends in a value or an error`(scalar: String) throws {
        let folder = try TemporaryFolder()
        for key in ["mode: rehearsal", "point: dongga", "port: 8080", "- role: id-card"] {
            let name = try #require(key.split(separator: ":").first)
            let file = try folder.write(plainKiosk.replacing(key, by: "\(name): \(scalar)"))
            loadsOrNamesAPlace(file)
        }
    }

    @Test(arguments: [
        "config/kiosk.yaml", "config/central.yaml", "config/programmes/doilungdeqen-2025.yaml",
        "Tests/SettingsTests/Programmes/flat-2026.yaml", "Tests/SettingsTests/Programmes/kilometres-2026.yaml",
    ])
    func `every shipped file cut anywhere, or with a line missing, loads or names a place`(name: String) throws {
        let text = try String(contentsOfFile: shipped(name), encoding: .utf8)
        // Comments only make the work longer.
        let lines = text.split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("#") }
        let short = lines.joined(separator: "\n")
        // A long file is cut in every other place, or fewer: up to 1 500.
        for (index, end) in short.indices.enumerated() where index % (short.count / 1_500 + 1) == 0 {
            load(String(short[..<end]), as: name)
        }
        for index in lines.indices {
            var fewer = lines
            fewer.remove(at: index)
            load(fewer.joined(separator: "\n"), as: name)
        }
    }

    private func load(_ text: String, as name: String) {
        do {
            let root = try SettingsDocument(text, file: name).root
            switch name {
            case "config/kiosk.yaml": _ = try KioskSettings.read(root)
            case "config/central.yaml": _ = try CentralSettings.read(root)
            default: _ = try ProgrammeFile.read(root)
            }
        } catch {
            expectPlace(error, name)
        }
    }

    private func loadsOrNamesAPlace(_ file: String) {
        do { _ = try KioskSettings.load(file) } catch { expectPlace(error, file) }
    }

    private func expectPlace(_ error: any Error, _ file: String) {
        let message = (error as? KioskError)?.message ?? ""
        let place = message.dropFirst(file.count + 1).split(separator: ":").prefix(2)
        #expect(message.hasPrefix("\(file):") && place.count == 2 && place.allSatisfy { Int($0) != nil }, "\(error)")
        #expect((error as? KioskError)?.code.name.hasPrefix("config.") == true)
    }
}
