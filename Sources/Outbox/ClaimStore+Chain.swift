package import Claims
import GRDB
import SQLiteFile

// The chain as the central sees it: how far it goes, what of it the central lacks.
extension ClaimStore {
    package func chainEnd() async throws(KioskError) -> ChainEnd { try await read { try Self.end($0) } }

    /// Notes which end of the chain the central was told of.
    package func told(_ end: ChainEnd) async throws(KioskError) {
        try await write(notifying: false) { db in
            try db.execute(
                sql: "UPDATE sync SET told_sequence = ?, told_hash = ? WHERE id = 1",
                arguments: [end.sequence, end.hash]
            )
        }
    }

    /// Of the numbers that the central says it does not have, those that it had answered: `missing`, and all above
    /// `highest`. At most 500, lowest first.
    package func answered(missing: [Int64], above highest: Int64) async throws(KioskError) -> [Int64] {
        let missing = Array(missing.prefix(500))
        return try await read { db in
            let marks = missing.map { _ in "?" }.joined(separator: ",")
            return try Int64.fetchAll(
                db,
                sql: """
                    SELECT sequence FROM answer
                    WHERE (sequence > ? OR sequence IN (\(marks)))
                        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.sequence = answer.sequence)
                    ORDER BY sequence LIMIT 500
                    """,
                arguments: StatementArguments([highest] + missing)
            )
        }
    }

    /// The central answered these claims once and has lost them (it was restored from an older backup): they wait to be
    /// sent again, their photos too, and all changes are asked for anew. One whose document was wiped needs a person.
    ///
    /// - Parameter heardAt: the central's clock, as for `centralRestored`.
    /// - Returns: how many wait again, and which cannot be sent.
    package func sendAgain(
        _ sequences: [Int64],
        heardAt: Timestamp
    ) async throws(KioskError) -> (waiting: Int, wiped: [ClaimNumber]) {
        let kiosk = kiosk
        let result = try await write { db in
            var waiting = 0
            var wiped: [ClaimNumber] = []
            for sequence in sequences.prefix(500) {
                let kept = try Bool.fetchOne(
                    db,
                    sql: """
                        SELECT document IS NOT NULL FROM claim JOIN answer USING (sequence)
                        WHERE sequence = ? AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.sequence = claim.sequence)
                        """,
                    arguments: [sequence]
                )
                guard let kept else { continue }
                if kept {
                    waiting += 1
                    try Self.requeue(sequence, db)
                } else {
                    wiped.append(ClaimNumber(kiosk: kiosk, sequence: sequence))
                    try Self.setAsideLost(sequence, db)
                }
            }
            try db.execute(sql: "UPDATE sync SET cursor = NULL WHERE id = 1")
            try Self.markCentralRestored(heardAt, db)
            return Requeued(waiting: waiting, wiped: wiped)
        }
        return (result.waiting, result.wiped)
    }

    private struct Requeued: Sendable {
        let waiting: Int
        let wiped: [ClaimNumber]
    }

    static func requeue(_ sequence: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM answer WHERE sequence = ?", arguments: [sequence])
        try db.execute(sql: "INSERT INTO outbox (sequence) VALUES (?)", arguments: [sequence])
        try db.execute(
            sql: "UPDATE attachment SET state = 'waiting', confirmed = 0, next_attempt_at = 0 WHERE sequence = ?",
            arguments: [sequence]
        )
    }

    /// A person must hear of it: somebody has the receipt.
    static func setAsideLost(_ sequence: Int64, atBothEnds: Bool = false, _ db: Database) throws {
        let settle = "If no backup has it, kioskctl queue settle-loss takes it out of the queue."
        let problem = ErrorBody(
            atBothEnds
                ? KioskError(
                    .claimLostAtBothEnds,
                    "this number was given before the store was put back from a copy; nobody has its claim any more",
                    remedy: "Tell the central's operator; the paper receipt proves the claim, and a stick of the old "
                        + "machine may hold it. Then kioskctl queue settle-loss takes it out of the queue."
                )
                : KioskError(
                    .claimLostAtCentral,
                    "the central answered this claim once and has lost it; this kiosk does not keep its content any more",
                    remedy: "Tell the central's operator: its restored backup lacks this number. The paper receipt "
                        + "proves it. " + settle
                )
        ).error
        try db.execute(
            sql: """
                INSERT INTO outbox (sequence, state, problem_code, problem_message, problem_remedy)
                VALUES (?, 'needs_person', ?, ?, ?)
                """,
            arguments: [sequence, problem.code, problem.message, problem.remedy]
        )
    }

    static func end(_ db: Database) throws -> ChainEnd {
        let row = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM claim ORDER BY sequence DESC LIMIT 1")
        guard let row else { return ChainEnd(sequence: 0, hash: genesis) }
        return ChainEnd(sequence: try row.value("sequence"), hash: try row.value("hash"))
    }
}
