import Devices
import Foundation
import Testing

@testable import Settings

/// The shipped match table against devices of many makers, `Tests/Captures/udev/devices.txt`.
struct RealDevicesTests {
    private struct Case {
        let line: Int
        let expect: String
        let device: DetectedDevice
        let source: String
    }

    private func cases() throws -> [Case] {
        let text = try String(contentsOfFile: shipped("Tests/Captures/udev/devices.txt"), encoding: .utf8)
        return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            index,
            line in
            guard !line.hasPrefix("#"), !line.isEmpty else { return nil }
            let fields = line.components(separatedBy: " | ")
            try #require(fields.count == 13, "line \(index + 1)")
            func field(_ index: Int) -> String? { fields[index] == "-" ? nil : fields[index] }
            let subsystem = try #require(DetectedDevice.Subsystem(rawValue: fields[1]), "line \(index + 1)")
            var device = DetectedDevice(syspath: "/devices/\(index)", subsystem: subsystem, node: fields[2])
            (device.bus, device.vendorID, device.productID, device.kernelDriver) = (
                field(3), field(4), field(5), field(6)
            )
            (device.vendor, device.model, device.serial) = (field(7), field(8), field(9))
            (device.interface, device.interfaceClasses) = (field(10), field(11))
            device.port = "pci-0000:00:14.0-usb-0:\(index):1.0"
            device.isKeyboard = subsystem == .input
            return Case(line: index + 1, expect: fields[0], device: device, source: fields[12])
        }
    }

    private func name(_ kind: Classification.Kind) -> String {
        switch kind {
        case .matched: "device"
        case .bridge: "bridge"
        case .keyboard: "keyboard"
        case .printer: "printer"
        case .unusable: "unusable"
        case .foreign: "foreign"
        case .unknown: "unknown"
        case .ignored: "ignored"
        }
    }

    @Test func `each device is taken for what it is`() throws {
        let table = try MatchFile.load(shipped("share/\(MatchFile.name)"))
        let cases = try cases()
        #expect(cases.count >= 40)
        for example in cases {
            let found = Classification(of: example.device, by: table)
            #expect(name(found.kind) == example.expect, "line \(example.line): \(found.why)")
            #expect(!example.source.isEmpty)
        }
    }

    @Test func `with all of them plugged in, nothing is opened but the scanners`() throws {
        let table = try MatchFile.load(shipped("share/\(MatchFile.name)"))
        let cases = try cases()
        let plan = AssignmentPlan.decide(present: cases.map(\.device), bound: [], table: table)
        let ours = Set(cases.filter { $0.expect == "device" }.map(\.device.syspath))
        #expect(plan.count == cases.count)
        for assignment in plan {
            guard let device = assignment.device else { continue }
            let mayWork = assignment.state == .active || assignment.state == .standby
            #expect(mayWork == ours.contains(device.syspath), "\(device.node): \(assignment.why)")
            #expect((assignment.line != nil) == (assignment.state == .active))
        }
        #expect(plan.count { $0.line != nil } == 1)
    }
}
