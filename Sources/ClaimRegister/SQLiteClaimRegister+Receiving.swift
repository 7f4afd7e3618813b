package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func receive(_ submissions: [Submission]) async throws(KioskError) -> [Outcome] {
        guard !submissions.isEmpty else { return [] }
        return try await database.write { [self] db in try submissions.map { try store($0, in: db) } }
    }

    /// One claim, inside a transaction that may store many.
    ///
    /// A claim that shares nothing with another costs four statements: it is inserted as if it had no rival, and only
    /// when its keys are found with others are they judged together.
    private func store(_ submission: Submission, in db: Database) throws -> Outcome {
        var review = submission.review
        if let original = submission.amends {
            if let problem = try Self.problem(submission, amending: original, in: db) { return .notAmendable(problem) }
            if try review == nil && Self.isUnasked(submission, in: db) { review = .correctionUnasked }
        }
        try Self.insert(submission, review, in: db)
        guard db.changesCount > 0 else { return try Self.known(submission, in: db) }
        let place = db.lastInsertedRowID
        lookAgain(from: submission.number)
        try Self.keepLinks(of: submission, in: db)
        let standing = try Self.standing(of: submission, review, at: place, in: db)
        CrashPoint.claimRegistered.pass()
        return .answered(
            StoredAnswer(
                claimID: submission.claimID,
                number: submission.number,
                standing: standing,
                receivedAt: submission.receivedAt
            )
        )
    }

    private static func standing(
        of submission: Submission,
        _ review: Reason.Code?,
        at place: Int64,
        in db: Database
    ) throws -> Standing {
        var seeds = submission.amends == nil ? [] : try takePlace(for: submission, at: place, in: db)
        if let successor = try successor(of: submission, at: place, in: db) {
            if successor.isLive { seeds.append(successor.place) }
        } else if try take(submission.claimKeys, submission.programme, place: place, in: db) || !seeds.isEmpty {
            seeds.insert(place, at: 0)
        } else {
            return review.map { .inReview(reason: $0.rawValue, seen: nil) } ?? .accepted
        }
        try settle(around: seeds, newcomer: place, at: submission.receivedAt, in: db)
        return try Self.standing(at: place, in: db)
    }

    /// What is there under the claim's id or its running number.
    private static func known(_ submission: Submission, in db: Database) throws -> Outcome {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT * FROM claim WHERE claim_id = ?",
                arguments: [submission.claimID.text]
            )
        else { return .numberTaken }
        guard try row.value("content_hash") == submission.contentHash else { return .contentDiffers }
        return .answered(try StoredAnswer(row: row))
    }

    static func standing(at place: Int64, in db: Database) throws -> Standing {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT status, review, clash, holder, amended_by, returned_reason, conclusion FROM claim
                WHERE place = ?
                """,
            arguments: [place]
        )
        guard let row else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a claim is gone") }
        return try Standing(row: row)
    }

    /// Changes nothing when id or number are there already. The claim number is made of kiosk and running number, so
    /// the three constraints are two.
    private static func insert(_ submission: Submission, _ review: Reason.Code?, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO claim (claim_id, claim_number, kiosk_id, sequence, content, content_hash, previous_hash,
                    received_at, status, review, own_review, rehearsal, programme, amount_fen, recorded_day,
                    captured_at, keys, amends)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        )
        try statement.execute(arguments: [
            submission.claimID.text, submission.number.text, submission.number.kiosk.text,
            submission.number.sequence, submission.content.databaseBlob,
            submission.contentHash, submission.previousHash, submission.receivedAt.milliseconds,
            review == nil ? "accepted" : "in-review", review?.rawValue, review?.rawValue, submission.rehearsal,
            submission.programme, submission.amount?.amount,
            submission.recordedAt.date().daysSince1970, submission.capturedAt.milliseconds,
            ClaimKey.text(submission.claimKeys), submission.amends?.text,
        ])
    }

    /// Whether another live claim seems to have one of the keys; two whose last 64 bits agree seem so too.
    private static func take(
        _ keys: [ClaimKey],
        _ programme: String,
        place: Int64,
        in db: Database
    ) throws -> Bool {
        var isShared = false
        // Five are usual: person, vehicle and three parts. Repeating the last one keeps the statements the same.
        for start in stride(from: 0, to: keys.count, by: 5) {
            let hashes = (start..<start + 5).map { keys[min($0, keys.count - 1)].hash(in: programme) }
            let arguments: StatementArguments = [hashes[0], hashes[1], hashes[2], hashes[3], hashes[4], place]
            if !isShared {
                let others = try db.cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM claim_key WHERE hash IN (?1, ?2, ?3, ?4, ?5) AND place <> ?6)"
                )
                isShared = try Bool.fetchOne(others, arguments: arguments) ?? false
            }
            let insert = try db.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO claim_key (hash, place)
                    VALUES (?1, ?6), (?2, ?6), (?3, ?6), (?4, ?6), (?5, ?6)
                    """
            )
            try insert.execute(arguments: arguments)
        }
        return isShared
    }
}
