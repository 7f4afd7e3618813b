import BenchSupport
import Glibc

/// Many scanners in one process: what it takes to have them, and what it takes when all of them read.
enum ManyDevices {
    static func measure(count: Int, seconds: Int) throws -> [Figure] {
        let one = try run(1, seconds: seconds, scansEach: 0)
        let many = try run(count, seconds: seconds, scansEach: 2)
        return [
            Figure("1 device: resident", one.resident, "MB"),
            Figure("\(count) devices: resident", many.resident, "MB"),
            Figure("each further device: resident", (many.resident - one.resident) * 1e3 / Double(count - 1), "kB"),
            Figure("\(count) devices, idle: CPU", many.idle, "ms/s"),
            Figure("1 device, idle: CPU", one.idle, "ms/s"),
            Figure("\(count) devices, 2 reads/s each: CPU", many.busy, "ms/s"),
            Figure("\(count) devices, after the reads: resident", many.residentAfter, "MB"),
            Figure("\(count) devices, descriptors", Double(many.descriptors), ""),
            Figure("\(count) devices, descriptors after the reads", Double(many.descriptorsAfter), ""),
        ]
    }

    private struct Cost {
        var resident = 0.0
        var residentAfter = 0.0
        /// Milliseconds of processor time a second.
        var idle = 0.0
        var busy = 0.0
        var descriptors = 0
        var descriptorsAfter = 0
    }

    private static func run(_ count: Int, seconds: Int, scansEach: Int) throws -> Cost {
        let terminals = try (0..<count).map { _ in try Terminal() }
        // To the end: a terminal that goes is a scanner that is unplugged.
        return try withExtendedLifetime(terminals) { try run(terminals, seconds: seconds, scansEach: scansEach) }
    }

    private static func run(_ terminals: [Terminal], seconds: Int, scansEach: Int) throws -> Cost {
        let count = terminals.count
        let host = try Child("/proc/self/exe", ["serve"] + terminals.map(\.path))
        try host.awaitMarks(1)
        // What starting left to do is done by then.
        usleep(1_000_000)
        var cost = Cost()
        cost.resident = host.residentMegabytes
        cost.descriptors = host.descriptors
        cost.idle = host.processorTime { usleep(useconds_t(seconds) * 1_000_000) }
        guard scansEach > 0 else { return cost }
        let pause = 1_000_000 / useconds_t(scansEach * count)
        cost.busy = try host.processorTime {
            for number in 0..<(seconds * scansEach * count) {
                try terminals[number % count].write(Terminal.scan(number))
                usleep(pause)
            }
        }
        try host.awaitMarks(seconds * scansEach * count)
        cost.residentAfter = host.residentMegabytes
        cost.descriptorsAfter = host.descriptors
        return cost
    }
}
