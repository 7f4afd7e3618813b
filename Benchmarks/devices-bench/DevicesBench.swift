import ArgumentParser
import BenchSupport
import CFraming
import Glibc

/// Measures what devices cost: framing, reads through a real terminal, fifty of them at once.
///
/// `scripts/bench --devices` builds and starts it; docs/benchmarks.md explains the figures.
@main
struct DevicesBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices-bench",
        abstract: "Measures devices. Prints, judges nothing.",
        subcommands: [Measure.self, Serve.self, Floor.self],
        defaultSubcommand: Measure.self
    )

    struct Measure: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "measure")

        @Flag(help: "A fifth of the reads, 3 s where a full run takes 10 s.")
        var quick = false

        @Flag(help: "Print one JSON object instead of the tables.")
        var json = false

        func run() throws {
            signal(SIGPIPE, SIG_IGN)
            let loadBefore = BenchReport.load
            say("framing …")
            let framing = Framing.measure(runs: 7, megabytes: quick ? 4 : 16)
            say("one scanner …")
            let scans = try ScannerRun.measure(reads: quick ? 1_000 : 5_000, seconds: quick ? 3 : 10)
            say("fifty scanners …")
            let many = try ManyDevices.measure(count: 50, seconds: quick ? 3 : 10)
            let report = BenchReport("devices", figures: framing + scans + many, loadBefore: loadBefore)
            print(json ? report.json : report.table)
        }

        private func say(_ text: String) { _ = "devices-bench: \(text)\n".withCString { write(2, $0, strlen($0)) } }
    }

    /// Started by `Measure`: a `ReaderSupervisor` with a scanner at each path.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "serve", shouldDisplay: false)
        @Argument var paths: [String]

        func run() async throws { try await ScannerHost.serve(paths) }
    }

    /// Started by `Measure`: the plain C loop.
    struct Floor: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "floor", shouldDisplay: false)
        @Argument var path: String

        func run() throws {
            let problem = framing_serve(path, 1)
            guard problem == 0 else { throw BenchFailure("\(path): \(String(cString: strerror(problem)))") }
        }
    }
}
