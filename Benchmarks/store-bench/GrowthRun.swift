import BenchSupport
import Claims
import Foundation
import GRDB
import Outbox

/// Commits and look-ups in stores of many sizes: both should stay as they are.
enum GrowthRun {
    static func measure(folder: String, sizes: [Int], commits: Int) async throws -> [Figure] {
        var figures: [Figure] = []
        for size in sizes {
            let path = "\(folder)/size-\(size).sqlite"
            try await fill(path, size)
            let bench = try BenchStore(path)
            var (commit, lookUp, pages) = (Series(), Series(), Series())
            for number in 1...commits {
                let begun = Clock.now
                try await bench.commit(size + number)
                commit.add(Clock.now - begun)
            }
            for number in 1...1_000 {
                let begun = Clock.now
                // One in two is there.
                let person = BenchStore.digest("person", number * 2 <= size ? number : -number)
                _ = try await bench.store.liveClaim(person: person)
                _ = try await bench.store.liveClaim(vehicle: BenchStore.digest("vehicle", -number))
                lookUp.add(Clock.now - begun)
            }
            for _ in 1...100 {
                let begun = Clock.now
                _ = try await bench.store.queueSummary()
                _ = try await bench.store.recentClaims(limit: 20)
                pages.add(Clock.now - begun)
            }
            await bench.store.close()
            figures += [
                Figure("\(size) claims: commit, p50", commit.p50 / 1e3, "µs"),
                Figure("\(size) claims: person and vehicle looked up, p50", lookUp.p50 / 1e3, "µs"),
                Figure("\(size) claims: queue and 20 newest, p50", pages.p50 / 1e3, "µs"),
            ]
        }
        return figures
    }

    /// Answered claims, written quickly: the store's own tables, no sync.
    private static func fill(_ path: String, _ size: Int) async throws {
        await (try BenchStore(path)).store.close()
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let filler = [UInt8](repeating: 0x78, count: BenchStore.documentSize)
        var first = 1
        while first <= size {
            let piece = first...min(first + 9_999, size)
            try await queue.write { db in
                let claim = try db.cachedStatement(
                    sql: """
                        INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen,
                            verdict, live, previous_hash, hash, masked_applicant, masked_plate, document)
                        VALUES (?, ?, ?, ?, ?, 37100, 'subsidy', 1, ?, ?, '*', '*', ?)
                        """
                )
                let part = try db.cachedStatement(
                    sql: "INSERT INTO part_key (kind, digest, sequence) VALUES (?, ?, ?)"
                )
                let answer = try db.cachedStatement(
                    sql: "INSERT INTO answer (sequence, status, received_at, answered_at) VALUES (?, 'accepted', 0, 0)"
                )
                var random = SystemRandomNumberGenerator()
                for number in piece {
                    let time = BenchStore.start.adding(.milliseconds(number))
                    try claim.execute(arguments: [
                        number, ClaimID(at: time, using: &random).text, time.milliseconds,
                        BenchStore.digest("person", number), BenchStore.digest("vehicle", number),
                        BenchStore.digest("claim", number - 1), BenchStore.digest("claim", number), filler.databaseBlob,
                    ])
                    for kind in Part.allCases {
                        try part.execute(arguments: [
                            kind.rawValue, BenchStore.digest(kind.rawValue, number), number,
                        ])
                    }
                    try answer.execute(arguments: [number])
                }
            }
            first = piece.upperBound + 1
        }
        try queue.close()
    }
}

extension [UInt8] {
    fileprivate var databaseBlob: DatabaseValue { withUnsafeBytes { Data($0).databaseValue } }
}
