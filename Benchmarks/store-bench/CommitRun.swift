import BenchSupport
import CBaseline
import Glibc
import Outbox

/// Durable commits one at a time, in turns with the same inserts in C and with append and fdatasync.
enum CommitRun {
    static func bare(folder: String, commits: Int) async throws {
        let bench = try BenchStore("\(folder)/strace.sqlite")
        for number in 1...commits { try await bench.commit(number) }
        await bench.store.close()
    }

    static func measure(folder: String, rounds: Int, commits: Int) async throws -> [Figure] {
        let bench = try BenchStore("\(folder)/kiosk.sqlite")
        // The same tables, triggers and indexes.
        await (try BenchStore("\(folder)/baseline.sqlite")).store.close()
        var database: OpaquePointer?
        guard baseline_sqlite_open("\(folder)/baseline.sqlite", &database) == 0, let database else {
            throw BenchFailure("no baseline database")
        }
        defer { baseline_sqlite_close(database) }
        let file = open("\(folder)/baseline.log", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw BenchFailure("no baseline file") }
        defer { close(file) }
        let document = [UInt8](repeating: 0x78, count: BenchStore.documentSize)

        var (ours, insert, append) = (Rates(), Rates(), Rates())
        for round in 0..<rounds {
            let first = round * commits
            try await ours.add(commits) { try await bench.commit(first + $0) }
            try await insert.add(commits) { number in
                let code = baseline_sqlite_insert(database, Int64(first + number), document, document.count)
                guard code == 0 else { throw BenchFailure("the baseline's insert failed with \(code)") }
            }
            try await append.add(commits) { _ in
                guard baseline_append(file, document, document.count) == 0 else { throw BenchFailure("no append") }
            }
        }
        await bench.store.close()
        return [
            Figure("durable commits a second", ours.median, ""),
            Figure("SQLite in C, the same rows, FULL, a second", insert.median, ""),
            Figure("append + fdatasync a second", append.median, ""),
            Figure("commits / inserts in C, median of rounds", ours.ratio(to: insert), ""),
            Figure("commits / append + fdatasync, median of rounds", ours.ratio(to: append), ""),
            Figure("commit, p50", ours.series.p50 / 1e3, "µs"),
            Figure("commit, p99", ours.series.p99 / 1e3, "µs"),
            Figure("inserts in C, p50", insert.series.p50 / 1e3, "µs"),
            Figure("append + fdatasync, p50", append.series.p50 / 1e3, "µs"),
        ]
    }
}

/// How many a second, by rounds.
struct Rates {
    private(set) var series = Series()
    private var rounds: [Double] = []

    mutating func add(_ count: Int, _ work: (Int) async throws -> Void) async throws {
        let start = Clock.now
        for number in 1...count {
            let begun = Clock.now
            try await work(number)
            series.add(Clock.now - begun)
        }
        rounds.append(Double(count) / (Double(Clock.now - start) / 1e9))
    }

    var median: Double { Self.median(rounds) }

    /// Round by round, because the disk's pace changes.
    func ratio(to other: Rates) -> Double { Self.median(zip(rounds, other.rounds).map { $0 / $1 }) }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
