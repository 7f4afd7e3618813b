package import Claims
import GRDB
import SQLiteFile

/// What became of numbers whose places were to be filled in.
package struct FilledPlaces: Hashable, Sendable {
    package internal(set) var filled: [ClaimNumber] = []
    /// The central's claim of that number does not follow from what is here, or is none.
    package internal(set) var unfit: [ClaimNumber] = []
}

// A number that was given before the store was put back from a copy, and whose claim nobody had, keeps its place in the
// chain. The claim may turn up at the central after all, as when a stick of the old machine is found.
extension ClaimStore {
    /// Of those numbers, settled or not, the ones that the central has now, lowest first; none after the programme's end.
    ///
    /// - Parameters:
    ///   - missing: the lowest numbers that it does not have, 100 or all of them.
    ///   - highest: the highest that it has.
    package func emptyPlaces(missing: [Int64], upTo highest: Int64) async throws(KioskError) -> [Int64] {
        let end = Self.known(missing, highest)
        let lost = try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT sequence FROM (
                        SELECT sequence FROM lost_claim WHERE status IS NULL
                        UNION SELECT sequence FROM outbox WHERE state = 'needs_person' AND problem_code = ?2
                    ) JOIN claim USING (sequence)
                    WHERE verdict = 'lost' AND sequence <= ?1
                        AND NOT EXISTS (SELECT 1 FROM store WHERE ended_at IS NOT NULL)
                    ORDER BY sequence
                    """,
                arguments: [end, KioskError.Code.claimLostAtBothEnds.name]
            )
        }
        let missing = Set(missing)
        return lost.filter { !missing.contains($0) }
    }

    /// Up to which number the central's word tells what it has.
    static func known(_ missing: [Int64], _ highest: Int64) -> Int64 {
        missing.count < 100 ? highest : min(highest, missing.max() ?? highest)
    }

    /// Fills in the places from the central, as `adopt` does for numbers that it had at once, and asks for all changes
    /// anew: those of these claims were of no use before.
    ///
    /// One that contradicts a hash that is known here changes nothing: its place stays empty.
    package func fillIn(
        _ places: [Int64],
        with claims: [AdoptedClaim],
        _ links: [AdoptedLink],
        at now: Timestamp
    ) async throws(KioskError) -> FilledPlaces {
        let kiosk = kiosk
        let claims = Dictionary(claims.map { ($0.end.sequence, $0) }, uniquingKeysWith: { first, _ in first })
        let links = Dictionary(links.map { ($0.end.sequence, $0) }, uniquingKeysWith: { first, _ in first })
        return try await write { db in
            var result = FilledPlaces()
            for sequence in places.sorted() {
                let number = ClaimNumber(kiosk: kiosk, sequence: sequence)
                let isFilled =
                    if let claim = claims[sequence] {
                        try Self.fill(claim, now, db)
                    } else if let link = links[sequence] {
                        try Self.fill(link, db)
                    } else {
                        false
                    }
                if isFilled { result.filled.append(number) } else { result.unfit.append(number) }
            }
            if !result.filled.isEmpty { try db.execute(sql: "UPDATE sync SET cursor = NULL WHERE id = 1") }
            return result
        }
    }

    private static func fill(_ claim: AdoptedClaim, _ now: Timestamp, _ db: Database) throws -> Bool {
        guard try take(claim.claimID, claim.end, after: claim.previousHash, db) else { return false }
        try db.execute(
            sql: """
                UPDATE claim SET recorded_at = ?, person_digest = ?, vehicle_digest = ?, amount_fen = ?, verdict = ?, live = ?
                WHERE sequence = ?
                """,
            arguments: [
                claim.recordedAt.milliseconds, claim.person, claim.vehicle, claim.amount?.amount, claim.verdictKind,
                claim.isLive, claim.end.sequence,
            ]
        )
        try settle(adopted: claim, now, db)
        return true
    }

    /// It leaves the outbox with the correction that names it, whose place is filled in after it.
    private static func fill(_ link: AdoptedLink, _ db: Database) throws -> Bool {
        guard try take(link.claimID, link.end, after: link.previousHash, db) else { return false }
        try db.execute(sql: "UPDATE claim SET verdict = 'corrected' WHERE sequence = ?", arguments: [link.end.sequence])
        try db.execute(sql: "DELETE FROM lost_claim WHERE sequence = ?", arguments: [link.end.sequence])
        return true
    }

    /// Puts id and link into the place, and into empty places beside it what they tell of theirs. False, with nothing
    /// changed, when they contradict a hash that is known.
    private static func take(_ id: ClaimID, _ end: ChainEnd, after previous: String, _ db: Database) throws -> Bool {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT sequence, previous_hash, hash, verdict FROM claim WHERE sequence BETWEEN ?1 - 1 AND ?1 + 1
                """,
            arguments: [end.sequence]
        )
        var fits = try sequence(db, of: id) == nil && (end.sequence > 1 || previous == genesis)
        for row in rows {
            let (place, hash): (Int64, String) = (try row.value("sequence"), try row.value("hash"))
            let isEmpty = try row.value("verdict") == "lost"
            switch place {
            case end.sequence - 1: fits = fits && (hash == previous || isEmpty && hash == genesis)
            case end.sequence: fits = fits && isEmpty && (hash == end.hash || hash == genesis)
            default:
                let before: String = try row.value("previous_hash")
                fits = fits && (before == end.hash || isEmpty && before == genesis)
            }
        }
        guard fits else { return false }
        try db.execute(sql: "UPDATE claim SET hash = ? WHERE sequence = ? - 1", arguments: [previous, end.sequence])
        try db.execute(
            sql: "UPDATE claim SET previous_hash = ? WHERE sequence = ? + 1",
            arguments: [end.hash, end.sequence]
        )
        try db.execute(
            sql: "UPDATE claim SET claim_id = ?, previous_hash = ?, hash = ? WHERE sequence = ?",
            arguments: [id.text, previous, end.hash, end.sequence]
        )
        return true
    }
}
