import DeviceDiscovery
import Devices
import Foundation

/// Runs the orders of the script that is its argument, one a line: `add FILE`, `remove PATH`, `event ACTION PATH`,
/// `set PATH PROPERTY VALUE`, `start CONTROL [FILE]`, `until TEXT`, `until-not TEXT`. Prints each snapshot that it waits
/// for as a line of JSON. `until` waits for a snapshot whose line holds the text, without a bound of its own.
@main struct Probe {
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
            case "cycles": if try await Self.leaks(testbed, cycles: Int(words[1]) ?? 0) { exit(67) }
            default: exit(64)
            }
        }
        monitor?.cancel()
        await monitor?.value
        while await snapshots?.next() != nil {}
    }
}
