import BenchSupport
import Glibc

/// One scanner on a pseudo-terminal: how long after its last byte the read is handed on, and how many reads a second go
/// through. The host and the plain loop are processes of their own and answer in the same way, one byte a read.
enum ScannerRun {
    /// Reads under way at once when speed is measured: fewer than the supervisor keeps for a slow listener.
    private static let window = 200
    private static let block = 100

    static func measure(reads: Int, seconds: Int) throws -> [Figure] {
        let program = "/proc/self/exe"
        let (hostTerminal, floorTerminal) = (try Terminal(), try Terminal())
        let host = try Child(program, ["serve", hostTerminal.path])
        let floor = try Child(program, ["floor", floorTerminal.path])
        try host.awaitMarks(1)
        try floor.awaitMarks(1)
        var (ours, plain) = (Series(), Series())
        for start in stride(from: 0, to: reads, by: block) {
            for number in start..<min(start + block, reads) { try latency(number, hostTerminal, host, &ours) }
            for number in start..<min(start + block, reads) { try latency(number, floorTerminal, floor, &plain) }
        }
        let ourRate = try rate(hostTerminal, host, seconds: seconds)
        let plainRate = try rate(floorTerminal, floor, seconds: seconds)
        return ours.figures("last byte to event") + plain.figures("last byte to event, poll + read in C") + [
            Figure("last byte to event, ours to C, p50", ours.p50 / plain.p50, ""),
            Figure("last byte to event, ours to C, p99", ours.p99 / plain.p99, ""),
            Figure("reads through one terminal", ourRate, "1/s"),
            Figure("reads through one terminal, poll + read in C", plainRate, "1/s"),
        ]
    }

    private static func latency(_ number: Int, _ terminal: Terminal, _ child: Child, _ series: inout Series) throws {
        // Neither side is still busy with the read before.
        usleep(1_000)
        let scan = Terminal.scan(number)
        try series.measure {
            try terminal.write(scan)
            try child.awaitMarks(1)
        }
    }

    private static func rate(_ terminal: Terminal, _ child: Child, seconds: Int) throws -> Double {
        let start = Clock.now
        let end = start + Int64(seconds) * 1_000_000_000
        var (sent, done) = (0, 0)
        while Clock.now < end {
            while sent - done < window {
                try terminal.write(Terminal.scan(sent))
                sent += 1
            }
            done += try child.someMarks()
        }
        try child.awaitMarks(sent - done)
        return Double(sent) * 1e9 / Double(Clock.now - start)
    }
}
