import Devices
import Testing

struct ClassificationTests {
    private func code(_ device: DetectedDevice) throws -> DeviceWhy.Code {
        Classification(of: device, by: try Sample.table()).why.code
    }

    @Test func `a known scanner is matched, a bridge is not`() throws {
        let table = try Sample.table()
        let scanner = Classification(of: Sample.tty("1eab:0c06", socket: 1), by: table)
        #expect(scanner.kind == .matched(role: .scanner, settings: DriverSettings(.line)))
        #expect(scanner.row?.vendorID == "1eab")
        let bridge = Classification(of: Sample.bridge(socket: 1), by: table)
        #expect(bridge.kind == .bridge)
        #expect(bridge.why.code == .unassignedBridge)
    }

    @Test func `each kind of device has its reason`() throws {
        #expect(try code(Sample.keyboard(socket: 1)) == .ignoredKeyboard)
        #expect(try code(Sample.keyboard("05e0:1200", socket: 1)) == .unassignedKeyboard)
        #expect(try code(Sample.printer(socket: 1)) == .unassignedPrinter)
        #expect(try code(Sample.tty("04b8:0202", socket: 1)) == .unassignedPrinter)
        #expect(try code(Sample.whole("05e0:1900", socket: 1)) == .unusableSNAPI)
        #expect(try code(Sample.whole("1eab:0c06", socket: 1)) == .ignoredWhole)
        #expect(try code(Sample.tty("0c27:232a", socket: 1)) == .foreign)
        #expect(try code(Sample.tty("1546:01a8", socket: 1)) == .unknown)
        #expect(try code(Sample.port) == .ignoredNotUSB)
        var mouse = Sample.keyboard(socket: 1)
        mouse.isKeyboard = false
        #expect(try code(mouse) == .ignoredInput)
        var modem = Sample.printer(socket: 1)
        modem.node = "/dev/cdc-wdm0"
        #expect(try code(modem) == .ignoredNoLine)
    }

    @Test func `a serial port of the board is not matched even if it bears a scanner's numbers`() throws {
        var port = Sample.tty("1eab:0c06", socket: 1)
        port.bus = nil
        #expect(try code(port) == .ignoredNotUSB)
    }

    @Test func `the keyboard of a scanner with a serial mode is only a keyboard`() throws {
        #expect(try code(Sample.keyboard("1eab:0c06", socket: 1)) == .ignoredKeyboard)
    }

    @Test func `every unusable mode has a code and advice of its own`() throws {
        var codes: Set<DeviceWhy.Code> = []
        for mode in UnusableMode.allCases {
            let table = try MatchTable([try #require(Sample.row("05e0:1900", .unusable(mode)))])
            let found = Classification(of: Sample.whole("05e0:1900", socket: 1), by: table)
            #expect(found.kind == .unusable)
            #expect(found.why.code.rawValue == "unusable.\(mode.rawValue)")
            codes.insert(found.why.code)
        }
        #expect(codes.count == UnusableMode.allCases.count)
    }
}
