import Devices

/// Made-up devices, as udev would tell of them.
enum Sample {
    /// - Parameters:
    ///   - id: `1eab:0c06`.
    ///   - socket: the number of the socket it is plugged into; one device a socket.
    static func tty(
        _ id: String,
        serial: String? = nil,
        socket: Int,
        node: String? = nil,
        driver: String = "cdc_acm"
    ) -> DetectedDevice {
        var device = usb(.tty, id, socket: socket, node: node ?? "/dev/ttyACM\(socket)")
        device.serial = serial
        device.interface = "00"
        device.kernelDriver = driver
        return device
    }

    static func bridge(_ id: String = "1a86:7523", serial: String? = nil, socket: Int) -> DetectedDevice {
        tty(id, serial: serial, socket: socket, node: "/dev/ttyUSB\(socket)", driver: "ch341")
    }

    static func keyboard(_ id: String = "05f3:0007", serial: String? = nil, socket: Int) -> DetectedDevice {
        var device = usb(.input, id, socket: socket, node: "/dev/input/event\(socket)")
        device.serial = serial
        device.interface = "00"
        device.kernelDriver = "usbhid"
        device.isKeyboard = true
        return device
    }

    static func printer(_ id: String = "0fe6:811e", socket: Int) -> DetectedDevice {
        var device = usb(.usbmisc, id, socket: socket, node: "/dev/usb/lp\(socket)")
        device.kernelDriver = "usblp"
        return device
    }

    static func whole(_ id: String, socket: Int) -> DetectedDevice {
        usb(.usb, id, socket: socket, node: "/dev/bus/usb/001/00\(socket)")
    }

    static let port = DetectedDevice(
        syspath: "/devices/platform/serial8250/tty/ttyS0",
        subsystem: .tty,
        node: "/dev/ttyS0"
    )

    private static func usb(
        _ subsystem: DetectedDevice.Subsystem,
        _ id: String,
        socket: Int,
        node: String
    ) -> DetectedDevice {
        var device = DetectedDevice(
            syspath: "/devices/pci0/usb1/1-\(socket)/1-\(socket):1.0/\(subsystem.rawValue)\(node)",
            subsystem: subsystem,
            node: node
        )
        device.bus = "usb"
        device.vendorID = String(id.prefix(4))
        device.productID = String(id.suffix(4))
        device.vendor = "Maker"
        device.model = "Model_1"
        device.port = "pci-0000:00:14.0-usb-0:\(socket):1.0"
        return device
    }

    static func row(
        _ id: String,
        _ verdict: MatchRow.Verdict,
        conditions: MatchRow.Conditions = MatchRow.Conditions(),
        name: String = "Thing"
    ) -> MatchRow? {
        let parts = id.split(separator: ":").map(String.init)
        guard let product = ModelPattern(parts[1]) else { return nil }
        return MatchRow(
            vendorID: parts[0],
            productID: product,
            conditions: conditions,
            name: name,
            verdict: verdict,
            source: "made up",
            certainty: .confirmed
        )
    }

    static let scanner = MatchRow.Verdict.device(role: .scanner, settings: DriverSettings(.line))

    static func conditions(_ change: (inout MatchRow.Conditions) -> Void) -> MatchRow.Conditions {
        var conditions = MatchRow.Conditions()
        change(&conditions)
        return conditions
    }

    /// A scanner, a bridge, a scanner that types, a printer, one without line, one of somebody else.
    static func table() throws -> MatchTable {
        try MatchTable(
            [
                row("1eab:xx06", scanner), row("1a86:7523", .bridge), row("05e0:1200", .keyboard),
                row("04b8:*", .printer), row("05e0:1900", .unusable(.snapi)), row("0c27:232a", .foreign),
            ].compactMap { $0 }
        )
    }
}

/// A small generator of its own, so that a failing case can be had again.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
