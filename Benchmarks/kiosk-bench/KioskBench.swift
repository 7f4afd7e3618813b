import ArgumentParser
import Glibc
import Synchronization

/// Measures `kioskd` from outside. `scripts/bench` builds and starts it; docs/benchmarks.md explains the figures.
@main
struct KioskBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-bench",
        abstract: "Measures kioskd: card to screen, start, memory and wake-ups. Prints, judges nothing.",
        subcommands: [Measure.self, Floor.self],
        defaultSubcommand: Measure.self
    )

    struct Measure: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "measure")

        @Option(help: "The folder of the built programs.")
        var programs: String

        @Option(help: "The repository, for the pages and the programme.")
        var repository: String

        @Option(help: "An empty folder for sockets, stores and logs.")
        var folder: String

        @Option(help: "How the programs were built, for the report.")
        var built = "release"

        @Flag(help: "200 reads, 5 starts and 10 s where a full run takes 1000, 20 and 60 s.")
        var quick = false

        @Flag(help: "Print one JSON object instead of the tables.")
        var json = false

        func run() throws {
            signal(SIGPIPE, SIG_IGN)
            for number in [SIGINT, SIGTERM] { signal(number) { _ in stopRequested.store(true, ordering: .relaxed) } }
            var machine = Machine(configuration: built)
            let rig = try Rig(folder: folder, programs: programs, repository: repository)
            defer { rig.stop() }
            say("start to ready …")
            let start = try StartToReady.measure(rig, runs: quick ? 5 : 20)
            let kiosk = try rig.startKiosk()
            defer { kiosk.process.stop() }
            say("idle …")
            let idle = try Idle.measure(rig, kiosk: kiosk.process, port: kiosk.port, seconds: quick ? 10 : 60)
            say("card to screen …")
            let cards = try CardToScreen.measure(
                rig,
                kiosk: kiosk.process,
                port: kiosk.port,
                program: "\(programs)/kiosk-bench",
                reads: quick ? 200 : 1_000
            )
            say("confirmations …")
            let confirmations = try Confirmations.measure(rig, port: kiosk.port, visits: quick ? 40 : 200)
            machine.end()
            let report = BenchReport(
                machine: machine,
                start: start,
                idle: idle,
                cardToScreen: cards,
                confirmations: confirmations
            )
            print(json ? try report.json() : report.table)
        }

        private func say(_ text: String) { try? writeAll(2, Array("kiosk-bench: \(text)\n".utf8)) }
    }

    /// Started by `Measure`.
    struct Floor: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "floor-loop", shouldDisplay: false)

        @Argument
        var terminal: String

        func run() throws { try FloorLoop.serve(terminal: terminal, output: 1) }
    }
}
