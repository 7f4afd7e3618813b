package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func receive(_ submission: Submission) async throws(KioskError) -> Outcome {
        let file = database.file
        return try await database.write { db in
            if let known = try Row.fetchOne(
                db,
                sql: "SELECT * FROM claim WHERE claim_id = ?",
                arguments: [submission.claimID.text]
            ) {
                guard try known.value("content_hash") == submission.contentHash else { return .contentDiffers }
                return .answered(try StoredAnswer(row: known))
            }
            return try Self.store(submission, in: db, file)
        }
    }

    private static func store(_ submission: Submission, in db: Database, _ file: StoreFile) throws -> Outcome {
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
        if standing == .accepted { try takeKeys(of: submission, in: db) }
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
            let holder = try String.fetchOne(
                db,
                sql: """
                    SELECT claim_number FROM live_key
                    WHERE programme = ? AND rehearsal = ? AND kind = ? AND digest = ?
                    """,
                arguments: [submission.programme, submission.rehearsal, key.kind.rawValue, key.digest]
            )
            guard let holder else { continue }
            guard let number = ClaimNumber(holder) else { throw file.damaged("a key is held by no claim number") }
            return .duplicate(key.kind, holder: number)
        }
        return .accepted
    }

    private static func insert(_ submission: Submission, standing: Standing, in db: Database) throws {
        var clash: (kind: String, holder: String)?
        if case .duplicate(let kind, let holder) = standing { clash = (kind.rawValue, holder.text) }
        try db.execute(
            sql: """
                INSERT INTO claim (claim_id, claim_number, kiosk_id, sequence, content, content_hash, previous_hash,
                    received_at, status, clash, holder, rehearsal, programme, amount_fen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.claimID.text, submission.number.text, submission.number.kiosk.text,
                submission.number.sequence, submission.content.databaseBlob,
                submission.contentHash, submission.previousHash, submission.receivedAt.milliseconds,
                clash == nil ? "accepted" : "duplicate", clash?.kind, clash?.holder, submission.rehearsal,
                submission.programme, submission.amount?.amount,
            ]
        )
    }

    private static func takeKeys(of submission: Submission, in db: Database) throws {
        for key in submission.keys {
            try db.execute(
                sql: "INSERT INTO live_key (programme, rehearsal, kind, digest, claim_number) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    submission.programme, submission.rehearsal, key.kind.rawValue, key.digest,
                    submission.number.text,
                ]
            )
        }
    }
}
