import Claims
import GRDB
import SQLiteFile

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// A claim that corrects another one takes its place: its time of capture, and what it holds. The original stays, as it
// was, and can be read; it is no rival of its own amendment any more.
//
// The two may arrive in either order, and both lead to the same end.
//
// A correction that nobody asked for says something else of a claim that was judged already, who is paid above all: a
// person decides. It is not refused, because a register that was put back from a copy forgets what it sent back.

/// What an amendment has in common with its original.
private struct Origin {
    /// What a document says of person and vehicle, also where the claim takes no key of them.
    private struct Content: Decodable {
        struct Keys: Decodable {
            let person: String?
            let vehicle: String?
        }

        let keys: Keys?
    }

    let kiosk: String
    let sequence: Int64
    let programme: String
    let keys: [ClaimKey]
    let content: [UInt8]

    init(_ submission: Submission) {
        kiosk = submission.number.kiosk.text
        sequence = submission.number.sequence
        programme = submission.programme
        keys = submission.claimKeys
        content = submission.content
    }

    init(row: Row) throws {
        kiosk = try row.value("kiosk_id")
        sequence = try row.value("sequence")
        programme = try row.value("programme")
        keys = try row.value("keys") { ClaimKey.list($0) }
        content = try row.bytes("content")
    }

    /// A kiosk corrects its own claims, later, for the same person and vehicle.
    func corrects(_ original: Origin) -> Bool {
        guard kiosk == original.kiosk, sequence > original.sequence, programme == original.programme else {
            return false
        }
        if let own = digests, let former = original.digests {
            guard own.person == former.person, own.vehicle == former.vehicle else { return false }
        }
        return keys.allSatisfy { key in
            guard case .once(let own) = key else { return true }
            return original.keys.allSatisfy { other in
                guard case .once(let former) = other, former.kind == own.kind else { return true }
                return former == own
            }
        }
    }

    private var digests: Content.Keys? { (try? JSONDecoder().decode(Content.self, from: Data(content)))?.keys }
}

extension SQLiteClaimRegister {
    /// What keeps the submission from amending that claim; nil when nothing does, or when it is stored already.
    static func problem(
        _ submission: Submission,
        amending original: ClaimID,
        in db: Database
    ) throws -> AmendmentProblem? {
        guard original != submission.claimID else { return .unrelated }
        if let other = try firstAmendment(of: original.text, in: db) {
            if try other.value("claim_id") == submission.claimID.text { return nil }
            return .amended(by: try other.value("claim_number") { ClaimNumber($0) })
        }
        guard try fits(submission, in: db) else { return .unrelated }
        guard let row = try latest(before: submission, in: db) else { return nil }
        if let ended = try StoredConclusion(row: row)?.conclusion { return .ended(ended) }
        guard try Origin(submission).corrects(Origin(row: row)) else { return .unrelated }
        guard let _: String = try row.optional("amended_by"), try naming(submission, in: db) == nil else { return nil }
        return .amended(by: try row.value("amended_by") { ClaimNumber($0) })
    }

    /// Whether the claim whose place it takes is here and was not sent back.
    static func isUnasked(_ submission: Submission, in db: Database) throws -> Bool {
        guard let row = try latest(before: submission, in: db) else { return false }
        let reason: String? = try row.optional("returned_reason")
        return reason == nil
    }

    /// The claim that it corrects, if that is here; else the latest one that is here of those that one corrects itself.
    private static func latest(before submission: Submission, in db: Database) throws -> Row? {
        let links = submission.corrects.map(\.claimID).drop { $0 == submission.amends }
        for id in [submission.amends].compactMap(\.self) + links {
            let row = try Row.fetchOne(db, sql: "SELECT * FROM claim WHERE claim_id = ?", arguments: [id.text])
            if let row { return row }
        }
        return nil
    }

    /// The first claim here that names the submission as one that was corrected, and came before it.
    private static func naming(_ submission: Submission, in db: Database) throws -> Row? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT claim.* FROM corrected
                JOIN claim ON claim.kiosk_id = corrected.kiosk_id AND claim.sequence = corrected.corrected_by
                WHERE corrected.kiosk_id = ? AND corrected.sequence = ? AND corrected.claim_id = ?
                """
        )
        return try Row.fetchOne(
            statement,
            arguments: [submission.number.kiosk.text, submission.number.sequence, submission.claimID.text]
        )
    }

    /// Whether `firstAmendment` or `naming` finds one. Asked for every claim that comes, and nearly none is.
    private static func isCorrected(_ submission: Submission, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM claim WHERE amends = ?3)
                    OR EXISTS (SELECT 1 FROM corrected WHERE kiosk_id = ?1 AND sequence = ?2 AND claim_id = ?3)
                """
        )
        return try Bool.fetchOne(
            statement,
            arguments: [submission.number.kiosk.text, submission.number.sequence, submission.claimID.text]
        ) ?? false
    }

    /// Whether no link that it names is another here.
    private static func fits(_ submission: Submission, in db: Database) throws -> Bool {
        for link in submission.corrects {
            let isOther = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM claim WHERE kiosk_id = ?1 AND sequence = ?2
                            AND (claim_id <> ?3 OR previous_hash <> ?4 OR content_hash <> ?5))
                        OR EXISTS (SELECT 1 FROM corrected WHERE kiosk_id = ?1 AND sequence = ?2
                            AND (claim_id <> ?3 OR previous_hash <> ?4 OR hash <> ?5) AND \(isNotHere))
                    """,
                arguments: [
                    submission.number.kiosk.text, link.sequence, link.claimID.text, link.previousHash, link.hash,
                ]
            )
            if isOther ?? true { return false }
        }
        return true
    }

    /// Keeps the links that it names of claims that are not here, so that their numbers are not missing.
    static func keepLinks(of submission: Submission, in db: Database) throws {
        for link in submission.corrects {
            try db.execute(
                sql: """
                    INSERT INTO corrected (kiosk_id, sequence, claim_id, previous_hash, hash, recorded_day, corrected_by)
                    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                    WHERE NOT EXISTS (SELECT 1 FROM claim WHERE kiosk_id = ?1 AND sequence = ?2)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    submission.number.kiosk.text, link.sequence, link.claimID.text, link.previousHash, link.hash,
                    link.recordedAt.date().daysSince1970, submission.number.sequence,
                ]
            )
        }
    }

    /// Puts the correction at `place` where the latest claim is that it corrects, if one has arrived. Returns what is to
    /// be judged again.
    static func takePlace(for submission: Submission, at place: Int64, in db: Database) throws -> [Int64] {
        guard let row = try latest(before: submission, in: db) else { return [] }
        let (number, time) = (submission.number, submission.receivedAt)
        let (old, capturedAt): (Int64, Int64) = (try row.value("place"), try row.value("captured_at"))
        try db.execute(
            sql: "UPDATE claim SET captured_at = ? WHERE place = ?; UPDATE claim SET amended_by = ? WHERE place = ?",
            arguments: [capturedAt, place, number.text, old]
        )
        try note(.amended(by: number), of: old, at: time, in: db)
        return try letGo(ofKeysOf: row, in: db)
    }

    /// For an original that comes after what corrects it: the claim that stands in its place now. Nil when there is
    /// none.
    static func successor(
        of submission: Submission,
        at place: Int64,
        in db: Database
    ) throws -> (place: Int64, isLive: Bool)? {
        guard try isCorrected(submission, in: db) else { return nil }
        let named = try firstAmendment(of: submission.claimID.text, in: db) ?? naming(submission, in: db)
        guard let first = named, try Origin(row: first).corrects(Origin(submission)) else { return nil }
        let number: String = try first.value("claim_number")
        try db.execute(sql: "UPDATE claim SET amended_by = ? WHERE place = ?", arguments: [number, place])
        // It came just now, so nobody sent it back.
        try db.execute(
            sql: "UPDATE claim SET own_review = coalesce(own_review, ?) WHERE place = ? AND conclusion IS NULL",
            arguments: [Reason.Code.correctionUnasked.rawValue, first.value("place") as Int64]
        )
        var last = first
        // Running numbers rise from each claim to the one that corrects it, so this ends.
        while true {
            let own: Int64 = try last.value("place")
            try db.execute(
                sql: "UPDATE claim SET captured_at = (SELECT captured_at FROM claim WHERE place = ?) WHERE place = ?",
                arguments: [place, own]
            )
            guard let following: String = try last.optional("amended_by"),
                let row = try Row.fetchOne(
                    db,
                    sql: "SELECT * FROM claim WHERE claim_number = ?",
                    arguments: [following]
                )
            else { return (own, try StoredConclusion(row: last)?.conclusion.freesKeys != true) }
            last = row
        }
    }

    /// Takes the keys away from a claim. Returns the live claims that share one with it.
    static func letGo(ofKeysOf row: Row, in db: Database) throws -> [Int64] {
        let keys = try row.value("keys") { ClaimKey.list($0) }
        let (place, programme): (Int64, String) = (try row.value("place"), try row.value("programme"))
        let others = try neighbours(of: place, keys, programme, in: db)
        for key in keys {
            try db.execute(
                sql: "DELETE FROM claim_key WHERE hash = ? AND place = ?",
                arguments: [key.hash(in: programme), place]
            )
        }
        return others
    }

    private static func firstAmendment(of original: String, in db: Database) throws -> Row? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM claim WHERE amends = ? ORDER BY place LIMIT 1")
        return try Row.fetchOne(statement, arguments: [original])
    }
}
