import Testing

@testable import DeviceSimulator

struct SSIScannerTests {
    private let ack = bytes("04 D0 04 00 FF 28")
    private let ean = bytes("12 F3 00 00 0B 36 39 30 31 32 33 34 35 36 37 38 39 32 FC 42")

    @Test func `a code is the published packet and is done with once acknowledged`() throws {
        var scanner = SSIScanner(SSISetup())
        #expect(try scanned(by: &scanner, "6901234567892", .ean13) == [ean])
        #expect(scanner.timer?.after == .seconds(2))
        #expect(told(&scanner, ack) == [])
        #expect(scanner.timer == nil)
        #expect(
            try scanned(by: &scanner, "117321900000243", .qr)
                == [bytes("14 F3 00 00 1C 31 31 37 33 32 31 39 30 30 30 30 30 32 34 33 FB EC")]
        )
    }

    @Test func `without acknowledgement a packet comes once more, marked, and no third time`() throws {
        var scanner = SSIScanner(SSISetup())
        _ = try scanned(by: &scanner, "6901234567892", .ean13)
        let first = scanner.timer
        let again = try #require(expired(&scanner).first)
        #expect(again[3] == 0x01)
        #expect(again.dropFirst(4).dropLast(2).elementsEqual(ean.dropFirst(4).dropLast(2)))
        #expect(again.dropLast(2).reduce(0) { $0 + Int($1) } + Int(again[18]) << 8 + Int(again[19]) == 0x1_0000)
        #expect(scanner.timer != first)
        #expect(expired(&scanner) == [])
        #expect(scanner.timer == nil)
    }

    @Test func `an acknowledgement that is lost has the same effect`() throws {
        var scanner = SSIScanner(SSISetup())
        scanner.acksToLose = 1
        _ = try scanned(by: &scanner, "A", .qr)
        #expect(told(&scanner, ack) == [])
        #expect(scanner.timer != nil)
        #expect(expired(&scanner).first?[3] == 0x01)
        _ = told(&scanner, ack)
        #expect(scanner.timer == nil)
    }

    @Test func `a NAK that asks for it brings the packet again, another NAK ends it`() throws {
        var scanner = SSIScanner(SSISetup())
        _ = try scanned(by: &scanner, "A", .qr)
        #expect(told(&scanner, bytes("05 D1 04 00 01 FF 25")).first?[3] == 0x01)
        _ = told(&scanner, ack)
        _ = try scanned(by: &scanner, "B", .qr)
        #expect(told(&scanner, bytes("05 D1 04 00 06 FF 20")) == [])
        #expect(scanner.timer == nil)
    }

    @Test func `a long code comes in numbered segments, each after the acknowledgement of the one before`() throws {
        var scanner = SSIScanner(SSISetup())
        let text = String(repeating: "x", count: 500)
        var segments = try scanned(by: &scanner, text, .qr)
        while let more = told(&scanner, segments.count < 3 ? bytes("04 74 04 00 FF 84") : ack).first {
            segments.append(more)
        }
        #expect(segments.map { $0[1] } == [0x73, 0x73, 0x73])
        #expect(segments.map { $0[4] } == [0, 1, 2])
        let payload = segments.flatMap { $0.dropFirst(5).dropLast(2) }
        #expect(payload.prefix(9).elementsEqual([0xF3, 0, 0, 0, 0, 0x1C, 0x01, 0x01, 0xF4]))
        #expect(payload.dropFirst(9).elementsEqual(text.utf8))
        #expect(scanner.timer == nil)
    }

    @Test func `plain text goes out until parameter 238 is set`() throws {
        var setup = SSISetup()
        setup.sendsPackets = false
        var scanner = SSIScanner(setup)
        #expect(try scanned(by: &scanner, "A", .qr) == [[0x41]])
        #expect(told(&scanner, bytes("07 C6 04 08 00 EE 01 FE 38")) == [bytes("04 D0 00 00 FF 2C")])
        #expect(try scanned(by: &scanner, "A", .qr).first?[1] == 0xF3)
    }

    @Test func `disable, enable, beep and sessions are obeyed and acknowledged`() throws {
        let done = [bytes("04 D0 00 00 FF 2C")]
        var setup = SSISetup()
        setup.waitsForTrigger = true
        var scanner = SSIScanner(setup)
        #expect(told(&scanner, bytes("04 EA 04 00 FF 0E")) == done)
        #expect(try scanned(by: &scanner, "A", .qr) == [] && scanner.timer == nil)
        #expect(told(&scanner, bytes("04 E9 04 00 FF 0F")) == done)
        #expect(told(&scanner, bytes("05 E6 04 00 00 FF 11")) == done)
        #expect(try scanned(by: &scanner, "A", .qr) == [])
        #expect(told(&scanner, bytes("04 E4 04 00 FF 14")).map { $0[1] } == [0xD0, 0xF3])
        #expect(told(&scanner, bytes("04 E5 04 00 FF 13")) == done)
        #expect(scanner.heard.words == ["disable", "enable", "beep", "start-session", "stop-session"])
    }

    @Test func `a wrong sum is asked for again, half a packet is dropped in time, noise does no harm`() throws {
        var scanner = SSIScanner(SSISetup())
        #expect(told(&scanner, bytes("05 E6 04 00 00 FF 12")).map { Array($0[1...4]) } == [[0xD1, 0, 0, 1]])
        #expect(told(&scanner, bytes("05 E6 04")) == [])
        #expect(scanner.timer?.after == SSIScanner.restTime)
        #expect(expired(&scanner) == [])
        #expect(told(&scanner, bytes("05 E6 04 00 00 FF 11")) == [bytes("04 D0 00 00 FF 2C")])
        for value in UInt8.min...UInt8.max { _ = told(&scanner, [UInt8](repeating: value, count: 600)) }
    }
}
