package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// Claims that are looked at in one transaction.
    private static let portion = 200
    /// Bytes of a file that is written anew when much of it is free; a larger one keeps its free pages for new claims.
    private static let compactable: Int64 = 256 << 20

    /// Wipes what is no longer needed of claims that the central accepted, or that ended, before `time`: document,
    /// masked texts, and the digests of those that hold nothing any more; and the digests of sessions without a claim
    /// that ended before it. Numbers, hashes and the digests of live claims stay.
    ///
    /// Whatever was not sent stays whole: the file itself refuses, see `StoreSchema`. Works in small steps, between which
    /// claims are recorded, and leaves nothing of the wiped pages in the file or its log.
    ///
    /// - Returns: how many claims were wiped.
    package func wipeSettled(before time: Timestamp, at now: Timestamp) async throws(KioskError) -> Int {
        var (after, wiped): (Int64, Int) = (try await wipedUpTo(), 0)
        while !Task.isCancelled {
            let from = after
            let step = try await write { try Self.wipe($0, after: from, settledBefore: time, at: now) }
            wiped += step.wiped
            guard let last = step.last else { break }
            after = last
        }
        let endings = try await write { try Self.wipeEndings($0, before: time) }
        guard wiped > 0 || endings > 0 else { return 0 }
        try await database.emptyLog()
        return wiped
    }

    /// Gives space back when it is worth it and can be done quickly. For hours in which nobody is at the counter: the
    /// store does nothing else meanwhile.
    package func compactIfWorthwhile() async throws(KioskError) {
        let (file, free) = try await database.sizes()
        guard free > file / 4, free > 1 << 20, file <= Self.compactable,
            database.file.freeBytes.map({ $0 > UInt64(file) * 3 }) ?? false
        else { return }
        try await database.compact()
        try await database.emptyLog()
    }

    /// Every claim up to this number was wiped.
    package func wipedUpTo() async throws(KioskError) -> Int64 {
        try await read { try Int64.fetchOne($0, sql: "SELECT wiped_up_to FROM store WHERE id = 1") ?? 0 }
    }

    private struct Step: Sendable {
        var wiped: Int
        /// The last claim that was looked at; nil at the end.
        var last: Int64?
    }

    private static func wipe(
        _ db: Database,
        after sequence: Int64,
        settledBefore time: Timestamp,
        at now: Timestamp
    ) throws -> Step {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT claim.sequence, claim.wiped_at IS NOT NULL AS wiped,
                    outbox.sequence IS NULL AND \(settled) AS settled
                FROM claim
                LEFT JOIN outbox ON outbox.sequence = claim.sequence
                LEFT JOIN answer ON answer.sequence = claim.sequence
                LEFT JOIN conclusion ON conclusion.sequence = claim.sequence
                WHERE claim.sequence > :after ORDER BY claim.sequence LIMIT :limit
                """,
            arguments: ["after": sequence, "limit": portion, "time": time.milliseconds]
        )
        var step = Step(wiped: 0, last: nil)
        var unbroken = try Int64.fetchOne(db, sql: "SELECT wiped_up_to FROM store WHERE id = 1") ?? 0
        for row in rows {
            let number: Int64 = try row.value("sequence")
            step.last = number
            var isWiped: Bool = try row.value("wiped")
            if !isWiped, try row.value("settled") {
                try wipe(db, number, at: now)
                step.wiped += 1
                isWiped = true
            }
            if isWiped, number == unbroken + 1 { unbroken = number }
        }
        try db.execute(sql: "UPDATE store SET wiped_up_to = ? WHERE wiped_up_to < ?", arguments: [unbroken, unbroken])
        return step
    }

    /// What the central sent back, disputes or has in review may still need its document here. When the answer was heard
    /// is by the kiosk's clock, when it was given by the central's: the later one counts, for the kiosk's may be behind.
    private static let settled = """
        NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.sequence = claim.sequence AND attachment.state <> 'sent')
        AND (conclusion.concluded_at IS NOT NULL AND conclusion.concluded_at < :time
            OR answer.status IS 'accepted' AND max(answer.answered_at, answer.received_at) < :time
            OR EXISTS (
                SELECT 1 FROM claim AS later JOIN answer AS other ON other.sequence = later.sequence
                WHERE later.amends = claim.sequence AND other.status = 'accepted'
                    AND max(other.answered_at, other.received_at) < :time
            ))
        """

    private static func wipe(_ db: Database, _ sequence: Int64, at now: Timestamp) throws {
        try db.execute(
            sql: """
                UPDATE claim SET document = NULL, wiped_at = ?, masked_applicant = NULL, masked_plate = NULL,
                    person_digest = CASE live WHEN 1 THEN person_digest ELSE '' END,
                    vehicle_digest = CASE live WHEN 1 THEN vehicle_digest END
                WHERE sequence = ?
                """,
            arguments: [now.milliseconds, sequence]
        )
        try db.execute(sql: "DELETE FROM part_key WHERE sequence = ? AND live = 0", arguments: [sequence])
    }

    private static func wipeEndings(_ db: Database, before time: Timestamp) throws -> Int {
        try db.execute(
            sql: """
                UPDATE ending SET person_digest = NULL, vehicle_digest = NULL
                WHERE ended_at < ? AND (person_digest IS NOT NULL OR vehicle_digest IS NOT NULL)
                """,
            arguments: [time.milliseconds]
        )
        return db.changesCount
    }
}
