package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension ClaimStore {
    /// What to send now: the earliest waiting claim, by sequence, whose time has come.
    ///
    /// A time further away than `farthest`, which is to be no less than the longest pause, can only come from a clock
    /// that was set back since; it counts as due.
    package func nextDue(
        now: Timestamp,
        within farthest: Duration = .seconds(3_600)
    ) async throws(KioskError) -> OutboxHead {
        let kiosk = kiosk
        return try await read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT outbox.sequence, claim.claim_id, outbox.attempts, claim.document
                    FROM outbox INDEXED BY outbox_waiting JOIN claim ON claim.sequence = outbox.sequence
                    WHERE outbox.state = 'waiting'
                        AND (outbox.next_attempt_at <= :now OR outbox.next_attempt_at > :latest)
                    ORDER BY outbox.sequence LIMIT 1
                    """,
                arguments: ["now": now.milliseconds, "latest": now.adding(farthest).milliseconds]
            )
            if let row {
                return .due(
                    OutboxEntry(
                        claimID: try row.claimID(),
                        number: ClaimNumber(kiosk: kiosk, sequence: try row.value("sequence")),
                        attempts: try row.value("attempts"),
                        document: try row.bytes("document")
                    )
                )
            }
            return try Self.earliestAttempt(db).map(OutboxHead.notBefore) ?? .empty
        }
    }

    /// The earliest time that a claim which failed before is tried again; nil when none waits for its time.
    package func earliestAttempt() async throws(KioskError) -> Timestamp? {
        try await read { try Self.earliestAttempt($0) }
    }

    /// Takes a claim out of the outbox and keeps the answer, in one transaction. The same answer again changes nothing.
    /// A duplicate holds person, vehicle and parts no longer: they belong to the claim that came first. One in review
    /// holds them.
    package func acknowledge(_ id: ClaimID, with answer: CentralAnswer, at now: Timestamp) async throws(KioskError) {
        try await write { db in
            guard let sequence = try Self.sequence(db, of: id) else { throw Self.unknown(id) }
            // The answer first: the store lets nothing leave the outbox that has none.
            try db.execute(
                sql: """
                    INSERT INTO answer (sequence, status, received_at, reason_code, other_claim, part, answered_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (sequence) DO UPDATE SET status = excluded.status, received_at = excluded.received_at,
                        reason_code = excluded.reason_code, other_claim = excluded.other_claim,
                        part = excluded.part, answered_at = excluded.answered_at
                    """,
                arguments: [
                    sequence, answer.status.rawValue, answer.receivedAt.milliseconds, answer.reasonCode,
                    answer.otherClaim, answer.part?.rawValue, now.milliseconds,
                ]
            )
            try db.execute(sql: "DELETE FROM outbox WHERE sequence = ?", arguments: [sequence])
            if answer.status == .duplicate { try Self.release(db, sequence: sequence) }
            CrashPoint.answerKept.pass()
        }
    }

    /// Keeps a claim waiting after a failed attempt; it is not due before `until`.
    package func postpone(
        _ id: ClaimID,
        until: Timestamp,
        problem: ErrorBody.Detail
    ) async throws(KioskError) {
        try await fail(id, state: "waiting", until: max(1, until.milliseconds), problem)
    }

    /// Keeps a claim that the central will not take as it is until a person has decided. It is never deleted.
    package func setAside(_ id: ClaimID, problem: ErrorBody.Detail) async throws(KioskError) {
        try await fail(id, state: "needs_person", until: 0, problem)
    }

    /// Makes all that waits due at once; what was set aside waits again too, when a person says so.
    package func retryAll(includingSetAside: Bool = false) async throws(KioskError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE outbox SET next_attempt_at = 0 WHERE state = 'waiting' AND next_attempt_at > 0"
            )
            guard includingSetAside else { return }
            try db.execute(
                sql: "UPDATE outbox SET state = 'waiting', next_attempt_at = 0 WHERE state = 'needs_person'"
            )
        }
    }

    private func fail(
        _ id: ClaimID,
        state: String,
        until: Int64,
        _ problem: ErrorBody.Detail
    ) async throws(KioskError) {
        try await write { db in
            guard let sequence = try Self.sequence(db, of: id) else { throw Self.unknown(id) }
            try db.execute(
                sql: """
                    UPDATE outbox SET state = ?, attempts = attempts + 1, next_attempt_at = ?,
                        problem_code = ?, problem_message = ?, problem_remedy = ?
                    WHERE sequence = ?
                    """,
                arguments: [state, until, problem.code, problem.message, problem.remedy, sequence]
            )
        }
    }

    static func sequence(_ db: Database, of id: ClaimID) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT sequence FROM claim WHERE claim_id = ?", arguments: [id.text])
    }

    private static func earliestAttempt(_ db: Database) throws -> Timestamp? {
        try Int64.fetchOne(
            db,
            sql: "SELECT min(next_attempt_at) FROM outbox WHERE state = 'waiting' AND next_attempt_at > 0"
        ).map(Timestamp.init(milliseconds:))
    }

    static func unknown(_ id: ClaimID) -> KioskError {
        KioskError(.claimUnknown, "this store has no claim \(id)", remedy: "Check the claim's id.")
    }
}
