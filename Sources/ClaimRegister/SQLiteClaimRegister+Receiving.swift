package import Claims
import CrashPoints
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func receive(_ submissions: [Submission]) async throws(KioskError) -> [Outcome] {
        guard !submissions.isEmpty else { return [] }
        let file = database.file
        return try await database.write { db in try submissions.map { try Self.store($0, in: db, file) } }
    }

    /// One claim, within the transaction that is open.
    private static func store(_ submission: Submission, in db: Database, _ file: StoreFile) throws -> Outcome {
        if let known = try Row.fetchOne(
            try db.cachedStatement(sql: "SELECT * FROM claim WHERE claim_id = ?"),
            arguments: [submission.claimID.text]
        ) {
            guard try known.value("content_hash") == submission.contentHash else { return .contentDiffers }
            return .answered(try StoredAnswer(row: known))
        }
        return try Self.storeNew(submission, in: db, file)
    }

    private static func storeNew(_ submission: Submission, in db: Database, _ file: StoreFile) throws -> Outcome {
        guard
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM claim WHERE claim_number = ?)
                        OR EXISTS (SELECT 1 FROM claim WHERE kiosk_id = ? AND sequence = ?)
                    """,
                arguments: [submission.number.text, submission.number.kiosk.text, submission.number.sequence]
            ) == false
        else { return .numberTaken }
        let standing = try standing(of: submission, in: db, file)
        try insert(submission, standing: standing, in: db)
        switch standing {
        case .accepted, .inReview: try takeKeys(of: submission, place: db.lastInsertedRowID, in: db)
        case .duplicate: break
        }
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

    private static func standing(of submission: Submission, in db: Database, _ file: StoreFile) throws -> Standing {
        for key in submission.keys {
            if let holder = try holder(of: key, submission, in: db, file) {
                return .duplicate(key.kind, holder: holder)
            }
        }
        for key in submission.parts {
            guard let holder = try holder(of: key, submission, in: db, file) else { continue }
            let reason = submission.review ?? .partSeen
            return .inReview(reason: reason.rawValue, seen: PartSeen(key.part, holder: holder))
        }
        return submission.review.map { .inReview(reason: $0.rawValue, seen: nil) } ?? .accepted
    }

    private static func holder(
        of key: LiveKey,
        _ submission: Submission,
        in db: Database,
        _ file: StoreFile
    ) throws -> ClaimNumber? {
        let holder = try String.fetchOne(
            db,
            sql: "SELECT claim_number FROM live_key WHERE programme = ? AND rehearsal = ? AND kind = ? AND digest = ?",
            arguments: [submission.programme, submission.rehearsal, key.kind.rawValue, key.digest]
        )
        return try holder.map { try number($0, file) }
    }

    private static func holder(
        of key: PartKey,
        _ submission: Submission,
        in db: Database,
        _ file: StoreFile
    ) throws -> ClaimNumber? {
        let holder = try String.fetchOne(
            db,
            sql: """
                SELECT claim.claim_number FROM part_key JOIN claim ON claim.place = part_key.place
                WHERE part_key.programme = ? AND part_key.rehearsal = ? AND part_key.part = ? AND part_key.digest = ?
                ORDER BY part_key.place LIMIT 1
                """,
            arguments: [submission.programme, submission.rehearsal, key.part.rawValue, key.digest]
        )
        return try holder.map { try number($0, file) }
    }

    private static func number(_ text: String, _ file: StoreFile) throws -> ClaimNumber {
        guard let number = ClaimNumber(text) else { throw file.damaged("a key is held by no claim number") }
        return number
    }

    private static func insert(_ submission: Submission, standing: Standing, in db: Database) throws {
        let status: String
        var review: String?
        var clash: (kind: String, holder: String)?
        switch standing {
        case .accepted: status = "accepted"
        case .duplicate(let kind, let holder):
            status = "duplicate"
            clash = (kind.rawValue, holder.text)
        case .inReview(let reason, let seen):
            status = "in-review"
            review = reason
            clash = seen.map { ($0.part.rawValue, $0.holder.text) }
        }
        try db.execute(
            sql: """
                INSERT INTO claim (claim_id, claim_number, kiosk_id, sequence, content, content_hash, previous_hash,
                    received_at, status, review, clash, holder, rehearsal, programme, amount_fen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.claimID.text, submission.number.text, submission.number.kiosk.text,
                submission.number.sequence, submission.content.databaseBlob,
                submission.contentHash, submission.previousHash, submission.receivedAt.milliseconds,
                status, review, clash?.kind, clash?.holder, submission.rehearsal,
                submission.programme, submission.amount?.amount,
            ]
        )
    }

    private static func takeKeys(of submission: Submission, place: Int64, in db: Database) throws {
        for key in submission.keys {
            try db.execute(
                sql: "INSERT INTO live_key (programme, rehearsal, kind, digest, claim_number) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    submission.programme, submission.rehearsal, key.kind.rawValue, key.digest,
                    submission.number.text,
                ]
            )
        }
        for key in submission.parts {
            // The same serial twice on one bike is one key.
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO part_key (programme, rehearsal, part, digest, place)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [submission.programme, submission.rehearsal, key.part.rawValue, key.digest, place]
            )
        }
    }
}
