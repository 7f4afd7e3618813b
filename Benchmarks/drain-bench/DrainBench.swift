import ArgumentParser
import BenchSupport
import Claims
import Foundation
import Outbox
import SampleKiosk
import Trust

/// Measures how fast a backlog goes from a kiosk to the central: a real store, the real relay, a real `kiosk-central`,
/// over TLS with client certificates, both on disk, every claim
/// opened and judged again.
///
/// `scripts/bench --drain` builds and starts it; docs/benchmarks.md explains the figures.
@main
struct DrainBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain-bench",
        abstract: "Measures how a backlog drains. Prints, judges nothing."
    )

    @Option(help: "The folder of the built programs.")
    var programs: String

    @Option(help: "The repository, for its settings.")
    var repository: String

    @Option(help: "A folder on the disk that is to be measured.")
    var folder: String

    @Option(help: "Claims of the backlog, 1,000–90,000.")
    var claims = 20_000

    @Flag(help: "A tenth of the claims.")
    var quick = false

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    @Option(help: .hidden)
    var relayTo: String?

    @Flag(help: .hidden)
    var commits = false

    func run() async throws {
        if let relayTo {
            let kiosk = try SampleKiosk(
                "\(folder)/kiosk.sqlite",
                repository: repository,
                digestKey: CentralProcess.digestKey
            )
            guard let id = KioskID("RH01") else { throw BenchFailure("no kiosk") }
            let trust = try KioskTrust(TrustFolder(stateDirectory: folder), kiosk: id)
            let result = try await RelayRun(kiosk: kiosk, central: relayTo, trust: trust).run(commits: commits)
            print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
            return
        }
        let load = BenchReport.load
        let count = quick ? max(1_000, claims / 10) : claims
        say("\(count) claims are recorded …")
        let kiosk = try SampleKiosk(
            "\(folder)/backlog.sqlite",
            repository: repository,
            digestKey: CentralProcess.digestKey
        )
        for number in 0..<count { try await kiosk.record(number) }
        await kiosk.store.close()
        var rounds: [DrainRound] = []
        for round in 1...3 {
            say("they go out, round \(round) …")
            rounds.append(try drain(count, named: "round-\(round)", commits: false))
        }
        say("they go out while others are recorded …")
        let busy = try drain(count, named: "busy", commits: true)
        say("the network goes and comes …")
        let waiting = try SampleKiosk(
            "\(folder)/waiting.sqlite",
            repository: repository,
            digestKey: CentralProcess.digestKey
        )
        try await waiting.record(0)
        let back = try await NetworkRun(kiosk: waiting, rounds: 5, isTold: true).run().sorted()
        let untold = try await NetworkRun(kiosk: waiting, rounds: 5, isTold: false).run().sorted()
        await waiting.store.close()
        let figures =
            DrainRound.figures(rounds)
            + back.suffix(1).map { Figure("network back to first claim, slowest of 5", $0, "ms") }
            + back.dropFirst(2).prefix(1).map { Figure("network back to first claim, median", $0, "ms") }
            + untold.suffix(1).map { Figure("line behind it back to first claim, slowest of 5", $0, "ms") }
            + untold.dropFirst(2).prefix(1).map { Figure("line behind it back to first claim, median", $0, "ms") } + [
                Figure("commit at the kiosk meanwhile, p99", busy.kiosk.commitP99Milliseconds ?? 0, "ms"),
                Figure("commits meanwhile", Double(busy.kiosk.commits), ""),
            ]
        let report = BenchReport("drain of \(count) claims", figures: figures, loadBefore: load)
        print(json ? report.json : report.table)
    }

    /// On a copy of the backlog and a new register.
    private func drain(_ count: Int, named name: String, commits: Bool) throws -> DrainRound {
        let own = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: own) }
        try FileManager.default.copyItem(atPath: "\(folder)/backlog.sqlite", toPath: "\(own)/kiosk.sqlite")
        let central = try CentralProcess(programs: programs, folder: own, repository: repository)
        defer { central.stop() }
        try central.enrol()
        let before = central.cpuSeconds
        let process = Process()
        process.executableURL = URL(filePath: "\(programs)/drain-bench")
        process.arguments =
            [
                "--programs", programs, "--repository", repository, "--folder", own, "--relay-to", central.address,
            ] + (commits ? ["--commits"] : [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFailure("the relay ended badly") }
        let kiosk = try JSONDecoder().decode(RelayRun.Result.self, from: text)
        guard kiosk.accepted >= count else { throw BenchFailure("only \(kiosk.accepted) of \(count) were accepted") }
        return DrainRound(
            claims: kiosk.accepted,
            kiosk: kiosk,
            centralCPUSeconds: central.cpuSeconds - before,
            centralPeakMiB: central.peakMiB
        )
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data("drain-bench: \(text)\n".utf8)) }
}

/// One backlog that went out.
struct DrainRound {
    let claims: Int
    let kiosk: RelayRun.Result
    let centralCPUSeconds: Double
    let centralPeakMiB: Double

    /// Medians of the rounds.
    static func figures(_ rounds: [DrainRound]) -> [Figure] {
        func median(_ value: (DrainRound) -> Double) -> Double { rounds.map(value).sorted()[rounds.count / 2] }
        return [
            Figure("claims a second", median { Double($0.claims) / $0.kiosk.seconds }, ""),
            Figure(
                "claims a second, slowest round",
                rounds.map { Double($0.claims) / $0.kiosk.seconds }.min() ?? 0,
                ""
            ),
            Figure("kiosk, CPU a 1,000 claims", median { $0.kiosk.cpuSeconds / Double($0.claims) * 1e6 }, "ms"),
            Figure("central, CPU a claim", median { $0.centralCPUSeconds / Double($0.claims) * 1e6 }, "µs"),
            Figure("kiosk, peak memory", median { $0.kiosk.peakMiB }, "MiB"),
            Figure("central, peak memory", median { $0.centralPeakMiB }, "MiB"),
            Figure("bytes of a claim", median { $0.kiosk.documentBytes }, ""),
        ]
    }
}
