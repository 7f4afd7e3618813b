package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension ClaimStore {
    /// What to send now: the earliest waiting claims, by sequence, whose time has come. At most `limit` (1 or more),
    /// and not more than `bytes` of documents unless the first alone is longer.
    ///
    /// A time further away than `farthest`, which is to be no less than the longest pause, can only come from a clock
    /// that was set back since; it counts as due. `sequence` leaves out what is under way already.
    package func nextBatch(
        after sequence: Int64 = 0,
        now: Timestamp,
        within farthest: Duration = .seconds(3_600),
        limit: Int = 1,
        bytes: Int = .max
    ) async throws(KioskError) -> OutboxHead {
        let kiosk = kiosk
        return try await read { db in
            if try Self.pause(db) != nil { return .paused }
            let rows = try Row.fetchCursor(
                try db.cachedStatement(
                    sql: """
                        SELECT outbox.sequence, claim.claim_id, outbox.attempts, claim.document
                        FROM outbox CROSS JOIN claim ON claim.sequence = outbox.sequence
                        WHERE outbox.sequence > :after AND outbox.state = 'waiting'
                            AND (outbox.next_attempt_at <= :now OR outbox.next_attempt_at > :latest)
                        ORDER BY outbox.sequence LIMIT :limit
                        """
                ),
                arguments: [
                    "after": sequence, "now": now.milliseconds, "latest": now.adding(farthest).milliseconds,
                    "limit": max(1, limit),
                ]
            )
            var entries: [OutboxEntry] = []
            var room = bytes
            while let row = try rows.next() {
                let document = try row.bytes("document")
                room -= document.count
                guard room >= 0 || entries.isEmpty else { break }
                entries.append(
                    OutboxEntry(
                        claimID: try row.claimID(),
                        number: ClaimNumber(kiosk: kiosk, sequence: try row.value("sequence")),
                        attempts: try row.value("attempts"),
                        document: document
                    )
                )
            }
            guard entries.isEmpty else { return .due(entries) }
            return try Self.earliestAttempt(db).map(OutboxHead.notBefore) ?? .empty
        }
    }

    /// Keeps what came of sending, all of it in one transaction. The same again changes nothing but counts of attempts.
    ///
    /// An answer takes the claim out of the outbox. One that comes when the claim is answered already is older than what
    /// was heard since, and is not kept: later news come as changes. A duplicate holds person, vehicle and parts no longer: they belong
    /// to the claim that came first. One in review holds them. Throws `claim.unknown` for a claim that this store never
    /// had, with nothing changed.
    package func settle(_ deliveries: [Delivery], at now: Timestamp) async throws(KioskError) {
        guard !deliveries.isEmpty else { return }
        try await write { db in
            for delivery in deliveries { try Self.settle(delivery, at: now, db) }
        }
    }

    static func settle(_ delivery: Delivery, at now: Timestamp, _ db: Database) throws {
        guard let sequence = try sequence(db, of: delivery.claimID) else { throw unknown(delivery.claimID) }
        switch delivery.outcome {
        case .answered(let answer): try keep(answer, of: sequence, at: now, in: db)
        case .postponed(let until, let problem):
            try fail(sequence, state: "waiting", until: max(1, until.milliseconds), problem, in: db)
        case .setAside(let problem):
            try fail(sequence, state: "needs_person", until: 0, problem, in: db)
            // An old copy may still send what was corrected long ago.
            if try isAmended(db, sequence) { try giveWay(db, sequence) }
        }
    }

    /// `settle` of one answer.
    package func acknowledge(_ id: ClaimID, with answer: CentralAnswer, at now: Timestamp) async throws(KioskError) {
        try await settle([Delivery(id, .answered(answer))], at: now)
    }

    /// Makes all that waits due at once; what was set aside waits again too, when a person says so.
    package func retryAll(includingSetAside: Bool = false) async throws(KioskError) {
        try await write { try Self.retry($0, includingSetAside: includingSetAside) }
    }

    static func retry(_ db: Database, includingSetAside: Bool) throws {
        try db.execute(sql: "UPDATE outbox SET next_attempt_at = 0 WHERE state = 'waiting' AND next_attempt_at > 0")
        guard includingSetAside else { return }
        // What is not kept any more cannot be sent.
        try db.execute(
            sql: """
                UPDATE outbox SET state = 'waiting', next_attempt_at = 0 WHERE state = 'needs_person' AND EXISTS
                    (SELECT 1 FROM claim WHERE sequence = outbox.sequence AND document IS NOT NULL)
                """
        )
        try retryAttachments(db)
    }

    private static func keep(_ answer: CentralAnswer, of sequence: Int64, at now: Timestamp, in db: Database) throws {
        // The answer first: the store lets nothing leave the outbox that has none.
        try db.cachedStatement(
            sql: """
                INSERT INTO answer (sequence, status, received_at, reason_code, other_claim, part, answered_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (sequence) DO UPDATE SET status = excluded.status, received_at = excluded.received_at,
                    reason_code = excluded.reason_code, other_claim = excluded.other_claim,
                    part = excluded.part, answered_at = excluded.answered_at
                WHERE EXISTS (SELECT 1 FROM outbox WHERE sequence = ?1)
                """
        ).execute(
            arguments: [
                sequence, answer.status.rawValue, answer.receivedAt.milliseconds, answer.reasonCode,
                answer.otherClaim, answer.part?.rawValue, now.milliseconds,
            ]
        )
        guard db.changesCount > 0 else { return }
        try db.cachedStatement(sql: "DELETE FROM outbox WHERE sequence = ?").execute(arguments: [sequence])
        if answer.status == .duplicate { try release(db, sequence: sequence) }
        CrashPoint.answerKept.pass()
    }

    private static func fail(
        _ sequence: Int64,
        state: String,
        until: Int64,
        _ problem: ErrorBody.Detail,
        in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE outbox SET state = ?, attempts = attempts + 1, next_attempt_at = ?,
                    problem_code = ?, problem_message = ?, problem_remedy = ?
                WHERE sequence = ?
                """
        ).execute(arguments: [state, until, problem.code, problem.message, problem.remedy, sequence])
    }

    static func sequence(_ db: Database, of id: ClaimID) throws -> Int64? {
        try Int64.fetchOne(
            try db.cachedStatement(sql: "SELECT sequence FROM claim WHERE claim_id = ?"),
            arguments: [id.text]
        )
    }

    /// When a claim that failed before is tried again at the earliest; nil when none waits for its time.
    private static func earliestAttempt(_ db: Database) throws -> Timestamp? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT min(next_attempt_at) FROM outbox WHERE state = 'waiting' AND next_attempt_at > 0"
            )
        ).map(Timestamp.init(milliseconds:))
    }

    static func unknown(_ id: ClaimID) -> KioskError {
        KioskError(.claimUnknown, "this store has no claim \(id)", remedy: "Check the claim's id.")
    }
}
