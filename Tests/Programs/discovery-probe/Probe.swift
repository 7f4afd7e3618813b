import DeviceDiscovery
import Devices
import Foundation
import Logging

/// Runs the orders of the script that is its argument, one a line: `add FILE`, `remove PATH`, `event ACTION PATH`,
/// `set PATH PROPERTY VALUE`, `start CONTROL [FILE]`, `until TEXT`, `until-not TEXT`. Prints each snapshot that it waits
/// for as a line of JSON. `until` waits for a snapshot whose line holds the text, without a bound of its own.
@main struct Probe {
    private struct Line: Encodable {
        let devices: [DetectedDevice]
        let hasUdev: Bool
        let overflows: Int
    }

    static func main() async throws {
        guard let testbed = Testbed() else { exit(69) }
        var monitor: Task<Void, Never>?
        var snapshots: AsyncStream<DiscoverySnapshot>.AsyncIterator?
        var last = ""
        for order in try text(CommandLine.arguments[1]).split(separator: "\n").map({ $0.split(separator: " ") }) {
            let words = order.map(String.init)
            switch words[0] {
            case "add": if !testbed.add(try text(words[1])) { exit(65) }
            case "remove": testbed.remove(words[1])
            case "event": testbed.send(words[1], of: words[2])
            case "set": testbed.set(words[2], words[3], of: words[1])
            case "start":
                let started = try make(testbed, control: words[1], late: words.dropFirst(2).first)
                snapshots = started.snapshots.makeAsyncIterator()
                monitor = Task { await started.run() }
            case "until", "until-not":
                while last.isEmpty || last.contains(words[1]) != (words[0] == "until") {
                    guard let next = await snapshots?.next() else { exit(66) }
                    last = try line(next)
                    FileHandle.standardOutput.write(Data("\(last)\n".utf8))
                }
            default: exit(64)
            }
        }
        monitor?.cancel()
        await monitor?.value
        while await snapshots?.next() != nil {}
    }

    /// - Parameter late: what is plugged in after the monitor listens and before the devices are listed.
    private static func make(_ testbed: Testbed, control: String, late: String?) throws -> UdevMonitor {
        let late = try late.map(text)
        let logger = Logger(label: "probe") { StreamLogHandler.standardError(label: $0) }
        let pause = Duration.milliseconds(20)
        return UdevMonitor(logger: logger, control: control, rescan: .seconds(3_600), rescanWithoutUdev: pause) {
            if let late { _ = testbed.add(late) }
        }
    }

    private static func line(_ snapshot: DiscoverySnapshot) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Line(devices: snapshot.devices, hasUdev: snapshot.hasUdev, overflows: snapshot.overflows)
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
