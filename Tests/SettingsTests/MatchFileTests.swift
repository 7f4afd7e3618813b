import Claims
import Devices
import Foundation
import Testing

@testable import Settings

struct MatchFileTests {
    private func table(_ rows: String) throws -> MatchTable {
        try MatchFile.read(SettingsDocument("version: 1\nrows:\n\(rows)\n", file: "match.yaml").root)
    }

    private func refusal(_ rows: String) -> String? { fault { () throws(KioskError) in try read(rows) }?.description }

    private func read(_ rows: String) throws(KioskError) -> MatchTable {
        try MatchFile.read(SettingsDocument("version: 1\nrows:\n\(rows)\n", file: "match.yaml").root)
    }

    private static let plain =
        "  - {vendor: \"1eab\", product: \"xx06\", as: device, role: scanner, driver: line, name: N, certainty: confirmed, source: S}"

    @Test func `the shipped table loads, and every row has a source`() throws {
        let table = try MatchFile.load(shipped("share/\(MatchFile.name)"))
        #expect(table.rows.count > 40)
        #expect(table.rows.allSatisfy { !$0.source.isEmpty && !$0.name.isEmpty })
        let names = table.rows.map(\.name)
        #expect(names.contains("Newland scanner in CDC mode"))
    }

    @Test func `a row keeps what is written in it`() throws {
        let rows = """
              - vendor: "2745"
                product: "300a"
                kernelDriver: cdc_acm
                manufacturer: "Unitech*"
                model: "TS*"
                serial: "A*"
                interface: "00"
                as: device
                role: bank-card
                driver: ssi
                baud: 115200
                ending: none
                silence: 80
                stripSTX: true
                aim: true
                encoding: gb18030
                commands: newland
                name: Unitech TS100
                certainty: single-source
                source: a daemon
            """
        let row = try #require(try table(rows).rows.first)
        #expect(row.vendorID == "2745" && row.productID.description == "300a" && row.certainty == .singleSource)
        #expect(row.conditions.kernelDriver == "cdc_acm" && row.conditions.manufacturer?.text == "Unitech*")
        #expect(row.conditions.product?.text == "TS*" && row.conditions.serial?.text == "A*")
        #expect(row.conditions.interface?.text == "00" && row.name == "Unitech TS100" && row.source == "a daemon")
        var scanner = ScannerSettings()
        scanner.ending = .none
        scanner.silenceMilliseconds = 80
        scanner.stripSTX = true
        scanner.aim = true
        scanner.encoding = .gb18030
        scanner.commands = .newland
        #expect(
            row.verdict == .device(role: .bankCard, settings: DriverSettings(.ssi, baud: 115_200, scanner: scanner))
        )
    }

    @Test func `each kind of row is read`() throws {
        for (kind, verdict) in [
            ("bridge", MatchRow.Verdict.bridge), ("keyboard", .keyboard), ("printer", .printer), ("foreign", .foreign),
            ("unusable, mode: ibm-pos", .unusable(.ibmPOS)),
        ] {
            let row = "  - {vendor: \"1eab\", product: \"*\", as: \(kind), name: N, certainty: confirmed, source: S}"
            #expect(try table(row).rows.first?.verdict == verdict)
        }
    }

    @Test(arguments: [
        ("\"1eab\"", "1234", "config.wrong-type", "rows[0].vendor: found the number 1234"),
        ("\"1eab\"", "\"1EAB\"", "config.invalid-value", "rows[0].vendor: found the text \"1EAB\""),
        ("\"1eab\"", "\"1eax\"", "config.invalid-value", "rows[0].vendor"),
        ("\"xx06\"", "\"xy06\"", "config.invalid-value", "rows[0].product"),
        ("as: device", "as: devise", "config.invalid-value", "rows[0].as"),
        ("driver: line", "driver: keyboard", "config.invalid-value", "rows[0].driver"),
        ("driver: line", "driver: sdt", "config.contradiction", "rows[0].driver: this driver cannot serve the role"),
        ("driver: line", "driver: line, silence: 80", "config.contradiction", "rows[0].silence"),
        ("driver: line", "driver: line, baud: 1200", "config.invalid-value", "rows[0].baud"),
        ("driver: line", "driver: line, mode: snapi", "config.contradiction", "rows[0].mode"),
        ("driver: line", "driver: line, speed: 1", "config.unknown-key", "rows[0].speed"),
        ("as: device", "as: bridge", "config.contradiction", "rows[0].role"),
        (
            "role: scanner, driver: line", "role: printer, driver: escpos, aim: true", "config.contradiction",
            "rows[0].aim"
        ),
        (", source: S", "", "config.missing-key", "the key \"source\" is missing"),
    ])
    func `a slip is refused with its place`(old: String, new: String, code: String, says: String) throws {
        let rows = Self.plain.replacing(old, by: new)
        #expect(rows != Self.plain)
        let text = try #require(refusal(rows))
        #expect(text.hasPrefix(code) && text.contains(says) && text.contains("match.yaml:3:"), "\(text)")
    }

    @Test func `two rows of which neither is more specific are refused with both lines`() throws {
        let text = try #require(refusal(Self.plain + "\n" + Self.plain.replacing("xx06", by: "0cxx")))
        #expect(text.hasPrefix("config.contradiction") && text.contains("match.yaml:4:"), "\(text)")
        #expect(text.contains("the row in line 3 fits"))
    }
}
