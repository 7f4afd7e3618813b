import Claims
import Testing

@testable import DeviceSimulator

struct LineScannerTests {
    private func line(_ text: String, _ symbology: Symbology = .qr, _ change: (inout ScannerSetup) -> Void) throws
        -> [UInt8]
    {
        var setup = ScannerSetup()
        setup.ending = .cr
        change(&setup)
        var scanner = LineScanner(setup)
        return try scanned(by: &scanner, text, symbology).flatMap { $0 }
    }

    @Test func `each set-up sends the documented bytes`() throws {
        #expect(try line("AB") { $0.ending = .tab } == bytes("41 42 09"))
        #expect(try line("AB") { $0.ending = .none } == bytes("41 42"))
        #expect(try line("AB") { $0.ending = .length } == bytes("03 02 41 42"))
        #expect(try line("AB") { $0.hasSTX = true } == bytes("02 41 42 03 0D"))
        #expect(try line("AB") { $0.hasAIM = true } == Array("]Q1AB\r".utf8))
        #expect(try line("AB", .ean8) { $0.hasAIM = true } == Array("]E4AB\r".utf8))
        #expect(try line("AB", .code128) { $0.hasHoneywellID = true } == Array("jAB\r".utf8))
        #expect(try line("藏A12345") { $0.encoding = .gb18030 } == bytes("B2 D8 41 31 32 33 34 35 0D"))
        #expect(try line("鲁A12345") { $0.encoding = .gb18030 } == bytes("C2 B3 41 31 32 33 34 35 0D"))
    }

    @Test func `an ECI stands before the text, and a backslash comes twice`() throws {
        let sent = try line(#"A\B"#) {
            $0.hasAIM = true
            $0.hasECI = true
        }
        #expect(sent == Array(#"]Q2\000026A\\B"#.utf8) + [0x0D])
        let without = try line(#"A\B"#, .code128) {
            $0.hasAIM = true
            $0.hasECI = true
        }
        #expect(without == Array(#"]C0A\B"#.utf8) + [0x0D])
    }

    @Test func `a length before the data has one byte`() {
        #expect(throws: KioskError.self) {
            try line(String(repeating: "1", count: 256)) { $0.ending = .length }
        }
    }

    @Test(arguments: [
        (ScannerSetup.Commands.honeywell, "16 54 0D", "trigger", ""), (.honeywell, "16 55 0D", "stop", ""),
        (.honeywell, "16 07 0D", "beep", ""),
        (
            .newland, "7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03", "trigger",
            "02 01 30 30 30 30 23 53 43 4E 54 52 47 31 06 3B 03"
        ),
        (
            .newland, "7E 01 30 30 30 30 23 53 43 4E 54 52 47 37 3B 03", "unknown",
            "02 01 30 30 30 30 23 53 43 4E 54 52 47 37 15 3B 03"
        ),
        (
            .newland, "7E 01 30 30 30 30 40 41 42 43 44 45 46 31 3B 03", "unknown",
            "02 01 30 30 30 30 40 41 42 43 44 45 46 31 05 3B 03"
        ), (.newland, "01 54 04", "trigger", ""), (.datalogic, "44", "disable", ""), (.datalogic, "01", "beep", ""),
        (.gm65, "7E 00 08 01 00 02 01 AB CD", "trigger", "02 00 00 01 00 33 31"),
        (.gm65, "7E 00 08 01 00 02 01 02 DA", "trigger", "02 00 00 01 00 33 31"),
        (.gm65, "7E 00 08 01 00 02 01 02 DB", "unknown", ""),
    ])
    func `a vendor's command is understood in any pieces and answered as documented`(
        _ set: ScannerSetup.Commands,
        _ command: String,
        _ word: String,
        _ answer: String
    ) {
        var setup = ScannerSetup()
        setup.commands = set
        var scanner = LineScanner(setup)
        var sent: [UInt8] = []
        for byte in bytes("FF 7F") + bytes(command) { sent += told(&scanner, [byte]).flatMap { $0 } }
        #expect(scanner.heard.words == [word])
        #expect(sent == bytes(answer))
    }

    @Test func `a code waits for the trigger, and a scanner that is switched off reads none`() throws {
        var setup = ScannerSetup()
        setup.commands = .datalogic
        var scanner = LineScanner(setup)
        _ = told(&scanner, Array("AT\r\nD".utf8))
        #expect(try scanned(by: &scanner, "A", .qr) == [])
        _ = told(&scanner, Array("E".utf8))
        #expect(try scanned(by: &scanner, "A", .qr) == [Array("A\r\n".utf8)])

        setup.commands = .honeywell
        setup.waitsForTrigger = true
        var waiting = LineScanner(setup)
        #expect(try scanned(by: &waiting, "B", .qr) == [])
        #expect(told(&waiting, bytes("16 54 0D")) == [Array("B\r\n".utf8)])
        #expect(try scanned(by: &waiting, "C", .qr) == [])
        _ = told(&waiting, bytes("16 54 0D 16 54 0D"))
        #expect(try scanned(by: &waiting, "D", .qr) == [Array("D\r\n".utf8)])
    }

    @Test func `input without end is bounded`() {
        for set in ScannerSetup.Commands.allCases {
            var setup = ScannerSetup()
            setup.commands = set
            var scanner = LineScanner(setup)
            for value in UInt8.min...UInt8.max { _ = told(&scanner, [UInt8](repeating: value, count: 300)) }
            #expect(scanner.heard.words.count <= HeardCommands.capacity)
        }
    }
}
