import ArgumentParser
import Claims
import Glibc
import Sealing
import VehicleRegistry

/// Measures the vehicle registry: what a snapshot of a million plates costs to make, to verify and to ask.
///
/// `scripts/bench --registry` builds and starts it; docs/benchmarks.md explains the figures.
@main
struct RegistryBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry-bench",
        abstract: "Measures the vehicle registry. Prints, judges nothing.",
        subcommands: [Measure.self, Make.self, Ask.self],
        defaultSubcommand: Measure.self
    )

    struct Measure: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "measure")

        @Option(help: "An empty folder with space for the extract and the snapshot, about 200 MB.")
        var folder: String

        @Option(help: "How many vehicles.")
        var plates = 1_000_000

        @Option(help: "How many look-ups.")
        var lookUps = 100_000

        @Flag(help: "Print one JSON object instead of the tables.")
        var json = false

        func run() throws {
            let desk = BenchDesk(folder: folder, plates: plates, lookUps: lookUps)
            try desk.makeKeys()
            try desk.makeExtract()
            // Each in a process of its own, so that its memory is its own.
            let program = "/proc/self/exe"
            let made = try BenchProcess.run(program, ["make"] + desk.arguments)
            let asked = try BenchProcess.run(program, ["ask"] + desk.arguments)
            let report = RegistryBenchReport(machine: BenchMachine(), plates: plates, figures: made + asked)
            print(json ? report.json : report.table)
        }
    }

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "make", shouldDisplay: false)
        @Option var folder: String
        @Option var plates: Int
        @Option var lookUps: Int

        func run() throws {
            try BenchDesk(folder: folder, plates: plates, lookUps: lookUps).make().forEach { print($0.line) }
        }
    }

    struct Ask: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ask", shouldDisplay: false)
        @Option var folder: String
        @Option var plates: Int
        @Option var lookUps: Int

        func run() throws {
            try BenchDesk(folder: folder, plates: plates, lookUps: lookUps).ask().forEach { print($0.line) }
        }
    }
}
