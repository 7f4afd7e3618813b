package import Claims
import GRDB
import SQLiteFile

/// What was recorded on a day, in numbers.
package struct DayCount: Hashable, Sendable {
    package var recorded: Int64 = 0
    package var first: Int64?
    package var last: Int64?
    /// Claims that the central answered and has not lost since, or whose correction is such a claim.
    package var confirmed: Int64 = 0
    package var needsPerson: Int64 = 0
    /// Running numbers without an answer, the lowest of them, at most `DayCount.mostNumbers`.
    package var unconfirmed: [Int64] = []
    /// Fen; not of claims that a later one corrects.
    package var amount: Int64 = 0

    package static let mostNumbers = 100
}

extension ClaimStore {
    /// Claims that one look reads.
    private static let piece: Int64 = 1_000
    /// Pieces without a claim of the day after which earlier ones have none: times rise with the numbers, but for a clock
    /// that was set back.
    private static let emptyPieces = 3

    /// The day's claims, by the kiosk's own time. Reads from the newest claim back to the day, in pieces, so that nobody
    /// who wants to record waits for it; the cost grows with the claims since that day.
    package func count(from start: Timestamp, to end: Timestamp) async throws(KioskError) -> DayCount {
        var count = DayCount()
        var last = try await read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM claim") ?? 0 }
        var before = 0
        while last > 0, before < Self.emptyPieces {
            let bounds = (max(0, last - Self.piece), last)
            let rows = try await read { try Self.day($0, after: bounds.0, upTo: bounds.1, start, end) }
            count.add(rows.found)
            before = rows.isBefore ? before + 1 : 0
            last = bounds.0
        }
        count.unconfirmed = Array(count.unconfirmed.sorted().prefix(DayCount.mostNumbers))
        return count
    }

    struct DayRow: Sendable {
        let sequence: Int64
        let amount: Int64
        let isConfirmed: Bool
        let needsPerson: Bool
        let isAmended: Bool
    }

    private static func day(
        _ db: Database,
        after low: Int64,
        upTo high: Int64,
        _ start: Timestamp,
        _ end: Timestamp
    ) throws -> (found: [DayRow], isBefore: Bool) {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT claim.sequence, coalesce(claim.amount_fen, 0) AS amount,
                    answer.sequence IS NOT NULL AND outbox.sequence IS NULL OR EXISTS (
                        \(later(from: "claim.sequence"))
                        SELECT 1 FROM later JOIN answer AS word ON word.sequence = later.sequence
                        WHERE NOT EXISTS (SELECT 1 FROM outbox AS unsent WHERE unsent.sequence = later.sequence)
                    ) AS is_confirmed,
                    coalesce(outbox.state = 'needs_person', 0) AS needs_person,
                    \(isAmended) AS is_amended
                FROM claim
                LEFT JOIN outbox ON outbox.sequence = claim.sequence
                LEFT JOIN answer ON answer.sequence = claim.sequence
                WHERE claim.sequence > ? AND claim.sequence <= ? AND claim.recorded_at >= ? AND claim.recorded_at < ?
                ORDER BY claim.sequence
                """,
            arguments: [low, high, start.milliseconds, end.milliseconds]
        )
        let latest = try Int64.fetchOne(
            db,
            sql: "SELECT max(recorded_at) FROM claim WHERE sequence > ? AND sequence <= ?",
            arguments: [low, high]
        )
        let found = try rows.map { row in
            DayRow(
                sequence: try row.value("sequence"),
                amount: try row.value("amount"),
                isConfirmed: try row.value("is_confirmed"),
                needsPerson: try row.value("needs_person"),
                isAmended: try row.value("is_amended")
            )
        }
        return (found, (latest ?? .min) < start.milliseconds)
    }
}

extension DayCount {
    /// Rows of an earlier piece than all before.
    fileprivate mutating func add(_ rows: [ClaimStore.DayRow]) {
        recorded += Int64(rows.count)
        first = rows.first?.sequence ?? first
        last = last ?? rows.last?.sequence
        for row in rows {
            if row.isConfirmed { confirmed += 1 } else { unconfirmed.append(row.sequence) }
            if row.needsPerson { needsPerson += 1 }
            if !row.isAmended { amount += row.amount }
        }
    }
}
