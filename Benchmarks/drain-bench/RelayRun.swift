import AsyncHTTPClient
import BenchSupport
import CentralSync
import Claims
import Foundation
import Logging
import Outbox
import SampleKiosk
import Trust

/// The kiosk's half, in a process of its own: the real relay on a real store until nothing waits.
struct RelayRun {
    /// What the process prints for the one that started it.
    struct Result: Codable {
        var seconds = 0.0
        /// User and system, while it drained.
        var cpuSeconds = 0.0
        var peakMiB = 0.0
        /// Of commits that were made meanwhile; nil when there were none.
        var commitP99Milliseconds: Double?
        var commits = 0
        var accepted = 0
        var documentBytes = 0.0
    }

    let kiosk: SampleKiosk
    let central: String
    let trust: KioskTrust

    /// With `commits`, a claim is recorded every 20 ms while the others go out, people from number 90 000 on.
    func run(commits: Bool) async throws -> Result {
        let store = kiosk.store
        let before = try await store.queueSummary()
        var result = Result()
        guard case .due(let entries) = try await store.nextBatch(now: Timestamp(milliseconds: 0), limit: 100) else {
            throw BenchFailure("nothing waits")
        }
        result.documentBytes = Double(entries.reduce(0) { $0 + $1.document.count }) / Double(entries.count)
        var configuration = OutboxRelay.clientConfiguration
        configuration.tlsConfiguration = try trust.clientConfiguration()
        let relay = OutboxRelay(
            store: store,
            central: central,
            centralKey: trust.centralKey,
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
            logger: Logger(label: "relay") { _ in SwiftLogNoOpLogHandler() },
            makeClient: { [configuration] in
                HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            },
            onState: { _ in }
        )
        let (begun, cpu) = (Clock.now, Self.cpuSeconds)
        let series = try await withThrowingTaskGroup(of: Series?.self) { group in
            group.addTask {
                await relay.run()
                return nil
            }
            if commits { group.addTask { try await commit() } }
            let changes = store.changes
            for await _ in changes where try await store.queueSummary().waiting == 0 { break }
            group.cancelAll()
            return try await group.reduce(Series?.none) { $0 ?? $1 }
        }
        result.seconds = Double(Clock.now - begun) / 1e9
        result.cpuSeconds = Self.cpuSeconds - cpu
        result.peakMiB = Double(Self.usage.ru_maxrss) / 1_024
        let summary = try await store.queueSummary()
        result.accepted = summary.accepted
        if let series {
            result.commitP99Milliseconds = series.p99 / 1e6
            result.commits = summary.accepted - before.accepted - before.waiting
        }
        await store.close()
        return result
    }

    private func commit() async throws -> Series {
        var series = Series()
        var number = 90_000
        while !Task.isCancelled {
            try? await ContinuousClock().sleep(for: .milliseconds(20))
            let begun = Clock.now
            try await kiosk.record(number)
            series.add(Clock.now - begun)
            number += 1
        }
        return series
    }

    private static var usage: rusage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static var cpuSeconds: Double {
        let usage = usage
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
