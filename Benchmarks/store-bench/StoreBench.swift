import ArgumentParser
import BenchSupport
import Glibc

/// Measures the kiosk's store: durable commits beside the least that they could cost, and how both grow with the store.
///
/// `scripts/bench --store` builds and starts it; docs/benchmarks.md explains the figures.
@main
struct StoreBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store-bench",
        abstract: "Measures the kiosk's store. Prints, judges nothing."
    )

    @Option(help: "A folder on the disk that is to be measured.")
    var folder: String

    @Flag(help: "A fifth of the commits, stores of up to 10,000 claims instead of 1,000,000.")
    var quick = false

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    @Option(help: "Make so many commits and nothing else, for strace.")
    var commits: Int?

    func run() async throws {
        if let commits {
            try await CommitRun.bare(folder: folder, commits: commits)
            return
        }
        let load = BenchReport.load
        say("commits …")
        let speed = try await CommitRun.measure(folder: folder, rounds: 5, commits: quick ? 50 : 250)
        say("stores of many sizes …")
        let sizes = quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000]
        let growth = try await GrowthRun.measure(folder: folder, sizes: sizes, commits: quick ? 50 : 200)
        let report = BenchReport("store", figures: speed + growth, loadBefore: load)
        print(json ? report.json : report.table)
    }

    private func say(_ text: String) { _ = "store-bench: \(text)\n".withCString { write(2, $0, strlen($0)) } }
}
