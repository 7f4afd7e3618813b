import Claims
import GRDB
import SQLiteFile

// A claim that corrects another one takes its place: its time of capture, and what it holds. The original stays, as it
// was, and can be read; it is no rival of its own amendment any more.
//
// The two may arrive in either order, and both lead to the same end.

/// What an amendment has in common with its original.
private struct Origin {
    let kiosk: String
    let sequence: Int64
    let programme: String
    let keys: [ClaimKey]

    init(_ submission: Submission) {
        kiosk = submission.number.kiosk.text
        sequence = submission.number.sequence
        programme = submission.programme
        keys = submission.claimKeys
    }

    init(row: Row) throws {
        kiosk = try row.value("kiosk_id")
        sequence = try row.value("sequence")
        programme = try row.value("programme")
        keys = try row.value("keys") { ClaimKey.list($0) }
    }

    /// A kiosk corrects its own claims, later, for the same person and vehicle.
    func corrects(_ original: Origin) -> Bool {
        guard kiosk == original.kiosk, sequence > original.sequence, programme == original.programme else {
            return false
        }
        return keys.allSatisfy { key in
            guard case .once(let own) = key else { return true }
            return original.keys.allSatisfy { other in
                guard case .once(let former) = other, former.kind == own.kind else { return true }
                return former == own
            }
        }
    }
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
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM claim WHERE claim_id = ?", arguments: [original.text])
        else { return nil }
        if let ended = try StoredConclusion(row: row)?.conclusion { return .ended(ended) }
        return try Origin(submission).corrects(Origin(row: row)) ? nil : .unrelated
    }

    /// Puts the claim at `place` where the original is, if that has arrived. Returns what is to be judged again.
    static func takePlace(
        of original: ClaimID,
        for number: ClaimNumber,
        at place: Int64,
        _ time: Timestamp,
        in db: Database
    ) throws -> [Int64] {
        let row = try Row.fetchOne(
            db,
            sql: "SELECT place, captured_at, keys FROM claim WHERE claim_id = ?",
            arguments: [original.text]
        )
        guard let row else { return [] }
        let (old, capturedAt): (Int64, Int64) = (try row.value("place"), try row.value("captured_at"))
        try db.execute(
            sql: "UPDATE claim SET captured_at = ? WHERE place = ?; UPDATE claim SET amended_by = ? WHERE place = ?",
            arguments: [capturedAt, place, number.text, old]
        )
        try note(.amended(by: number), of: old, at: time, in: db)
        return try letGo(of: row.value("keys") { ClaimKey.list($0) }, place: old, in: db)
    }

    /// For an original that comes after what corrects it: the claim that stands in its place now. Nil when there is
    /// none.
    static func successor(
        of submission: Submission,
        at place: Int64,
        in db: Database
    ) throws -> (place: Int64, isLive: Bool)? {
        guard let first = try firstAmendment(of: submission.claimID.text, in: db),
            try Origin(row: first).corrects(Origin(submission))
        else { return nil }
        let number: String = try first.value("claim_number")
        try db.execute(sql: "UPDATE claim SET amended_by = ? WHERE place = ?", arguments: [number, place])
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
    static func letGo(of keys: [ClaimKey], place: Int64, in db: Database) throws -> [Int64] {
        let others = try neighbours(of: place, keys, in: db)
        for key in keys {
            try db.execute(sql: "DELETE FROM claim_key WHERE hash = ? AND place = ?", arguments: [key.hash, place])
        }
        return others
    }

    private static func firstAmendment(of original: String, in db: Database) throws -> Row? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM claim WHERE amends = ? ORDER BY place LIMIT 1")
        return try Row.fetchOne(statement, arguments: [original])
    }
}
