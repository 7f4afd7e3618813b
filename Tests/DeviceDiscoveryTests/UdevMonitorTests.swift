import Devices
import Foundation
import KioskTestSupport
import Testing

/// The monitor against libudev with a stand-in for sysfs and udev (umockdev), in a process of its own.
struct UdevMonitorTests {
    private struct Line: Decodable {
        let devices: [DetectedDevice]
        let hasUdev: Bool
        let overflows: Int
    }

    private static let wrapper = "/usr/bin/umockdev-wrapper"

    /// Runs a script of the probe; `$NAME` stands for the file with that description, `$udev` for a file that is there.
    private func lines(_ script: String, _ files: [String: String] = [:]) async throws -> (lines: [Line], log: String) {
        try await withTemporaryFolder { folder in
            var script = script
            for (name, text) in files.merging(["udev": "", "script": ""], uniquingKeysWith: { left, _ in left }) {
                try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
                script = script.replacingOccurrences(of: "$\(name)", with: "\(folder)/\(name)")
            }
            try script.write(toFile: "\(folder)/script", atomically: true, encoding: .utf8)
            let result = try await RunningProgram.output(
                of: Self.wrapper,
                ["\(RunningProgram.folder)/discovery-probe", "\(folder)/script"]
            )
            #expect(result.status == 0, "\(result.errors)")
            let lines = try result.output.split(separator: "\n")
                .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            return (lines, result.errors)
        }
    }

    private static let scanner = MockedDevice.path("ttyACM0")

    @Test func `a device that was there before is known with all that udev tells`() async throws {
        let lines = try await lines("add $a\nstart $udev\nuntil ttyACM0", ["a": MockedDevice.scanner()]).lines
        let device = try #require(lines.first?.devices.first)
        #expect(lines.count == 1 && lines.first?.devices.count == 1)
        #expect(lines.first?.hasUdev == true && lines.first?.overflows == 0)
        var expected = DetectedDevice(syspath: Self.scanner, subsystem: .tty, node: "/dev/ttyACM0")
        expected.links = ["/dev/serial/by-id/usb-Newland_USB_CDC_NL0001-if00"]
        expected.bus = "usb"
        expected.vendorID = "1eab"
        expected.productID = "0c06"
        expected.vendor = "Newland"
        expected.model = "USB_CDC"
        expected.serial = "NL0001"
        expected.interface = "00"
        expected.interfaceClasses = ":020201:0a0000:"
        expected.port = "pci-0000:00:14.0-usb-0:1:1.0"
        expected.kernelDriver = "cdc_acm"
        expected.tags = device.tags
        #expect(device == expected)
    }

    @Test func `a device comes, goes and comes back in another socket`() async throws {
        let script = """
            start $udev
            until []
            add $a
            until ttyACM0
            add $b
            until ttyACM1
            remove \(Self.scanner)
            until-not ttyACM0
            add $c
            until ttyACM2
            """
        let files = [
            "a": MockedDevice.scanner(), "b": MockedDevice.scanner("ttyACM1", serial: "NL0002", socket: 2),
            "c": MockedDevice.scanner("ttyACM2", serial: "NL0001", socket: 3),
        ]
        let lines = try await lines(script, files).lines
        #expect(lines.first?.devices.isEmpty == true)
        #expect(lines.map { $0.devices.map(\.serial) }.last == ["NL0002", "NL0001"])
        #expect(lines.contains { $0.devices.map(\.serial) == ["NL0002"] })
        #expect(lines.last?.devices.first?.tags == ["kiosk", "systemd"])
    }

    @Test func `a device that comes between listening and listing is not missed, nor known twice`() async throws {
        let lines = try await lines("start $udev $a\nuntil ttyACM0", ["a": MockedDevice.scanner()]).lines
        #expect(lines.last?.devices.count == 1)
    }

    @Test func `a change brings fresh properties`() async throws {
        let script = """
            add $a
            start $udev
            until NL0001
            set \(Self.scanner) ID_SERIAL_SHORT NL0009
            event change \(Self.scanner)
            until NL0009
            """
        let lines = try await lines(script, ["a": MockedDevice.scanner()]).lines
        #expect(lines.last?.devices.map(\.serial) == ["NL0009"])
    }

    @Test func `a removal counts although sysfs still shows the device`() async throws {
        let script = """
            add $a
            start $udev
            until ttyACM0
            event remove \(Self.scanner)
            until-not ttyACM0
            event unbind \(Self.scanner)
            event change \(Self.scanner)
            event bind \(Self.scanner)
            event add \(Self.scanner)
            until ttyACM0
            """
        #expect(try await lines(script, ["a": MockedDevice.scanner()]).lines.map(\.devices.count) == [1, 0, 1])
    }

    @Test func `without udev it says so, and looks again by itself`() async throws {
        let script = """
            add $a
            start /nowhere/udev/control
            until NL0001
            set \(Self.scanner) ID_SERIAL_SHORT NL0009
            until NL0009
            """
        let (lines, log) = try await lines(script, ["a": MockedDevice.scanner()])
        #expect(lines.allSatisfy { !$0.hasUdev })
        #expect(log.contains("devices.no-udev") && log.contains("/nowhere/udev/control"))
    }

    @Test(arguments: [MockedDevice.unnamed, MockedDevice.overwritten])
    func `what no rule has named, or one has misnamed, is read from sysfs`(text: String) async throws {
        let lines = try await lines("add $a\nstart $udev\nuntil lp0", ["a": text]).lines
        let devices = try #require(lines.last?.devices)
        #expect(devices.map(\.node) == ["/dev/bus/usb/001/005", "/dev/ttyUSB1", "/dev/usb/lp0"])
        for device in devices {
            #expect(device.bus == "usb" && device.vendorID == "067b" && device.productID == "2303")
            #expect(device.vendor == "Prolific_Technology_Inc." && device.model == "USB-Serial_Controller")
            #expect(device.serial == nil)
        }
        #expect(devices[1].interface == "00.1" && devices[1].port == "sysfs-1-5:1.0.1")
        #expect(devices[2].interface == "00" && devices[2].port == "sysfs-1-5:1.0")
        #expect(devices[2].interfaceClasses == ":ff0000:")
    }

    @Test func `terminals without hardware, absent ports and root hubs are left out`() async throws {
        let files = ["a": MockedDevice.noise, "b": MockedDevice.scanner()]
        let lines = try await lines("add $a\nadd $b\nstart $udev\nuntil ttyACM0", files).lines
        #expect(lines.last?.devices.map(\.node) == ["/dev/ttyACM0", "/dev/ttyS0"])
    }

    @Test func `starting and stopping a hundred times leaves no descriptor open`() async throws {
        _ = try await lines("add $a\ncycles 100", ["a": MockedDevice.scanner()])
    }
}
