import DeviceDiscovery
import Devices
import Foundation
import Logging

extension Probe {
    private struct Line: Encodable {
        let devices: [DetectedDevice]
        let hasUdev: Bool
        let overflows: Int
    }

    /// - Parameter late: what is plugged in after the monitor listens and before the devices are listed.
    static func make(_ testbed: Testbed, control: String, late: String?) throws -> UdevMonitor {
        let late = try late.map(text)
        let logger = Logger(label: "probe") { StreamLogHandler.standardError(label: $0) }
        let pause = Duration.milliseconds(20)
        return UdevMonitor(logger: logger, control: control, rescan: .seconds(3_600), rescanWithoutUdev: pause) {
            if let late { _ = testbed.add(late) }
        }
    }

    static func line(_ snapshot: DiscoverySnapshot) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Line(devices: snapshot.devices, hasUdev: snapshot.hasUdev, overflows: snapshot.overflows)
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    /// Whether starting and stopping leaves descriptors open. The first cycle is for what the process keeps anyway.
    static func leaks(_ testbed: Testbed, cycles: Int) async throws -> Bool {
        var before = 0
        for cycle in 0...cycles {
            let monitor = try make(testbed, control: "/proc/self", late: nil)
            let running = Task { await monitor.run() }
            for await _ in monitor.snapshots { running.cancel() }
            await running.value
            if cycle == 0 { before = try descriptors() }
        }
        return try descriptors() > before
    }

    static func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
