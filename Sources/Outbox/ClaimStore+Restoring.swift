package import Claims
import GRDB
import SQLiteFile

// A store that was put back from an older copy does not know the claims that were recorded since. Until the central has
// said which numbers it has, none is given: it could be on a receipt already.
extension ClaimStore {
    /// Says that this store is a copy that may be older than what it sent. Commits are refused from now on.
    package func markRestored(at now: Timestamp) async throws(KioskError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE sync SET restored_at = ?, cursor = NULL, told_hash = NULL WHERE id = 1",
                arguments: [now.milliseconds]
            )
        }
    }

    /// Whether the central has not yet filled in what a restored copy may lack.
    package func isUnconfirmed() async throws(KioskError) -> Bool {
        try await read { try Self.restoredAt($0) != nil }
    }

    /// Adds claims that only the central still has: numbers, hashes and digests, without content. Numbers between them
    /// that the central does not have either keep their place, as claims with the verdict `lost`.
    ///
    /// Throws `store.restored-conflict`, and changes nothing, when a claim does not follow from what is here: another
    /// kiosk may be using this kiosk's name.
    ///
    /// - Parameter isLast: nothing follows; commits are possible again.
    /// - Returns: the numbers that neither side has.
    @discardableResult
    package func adopt(
        _ claims: [AdoptedClaim],
        isLast: Bool,
        at now: Timestamp
    ) async throws(KioskError) -> [ClaimNumber] {
        let kiosk = kiosk
        let file = database.file
        return try await write { db in
            var lost: [ClaimNumber] = []
            for claim in claims {
                var end = try Self.end(db)
                guard claim.end.sequence > end.sequence, claim.end.sequence - end.sequence <= Self.longestGap else {
                    throw Self.conflict(ClaimNumber(kiosk: kiosk, sequence: claim.end.sequence), file)
                }
                while end.sequence + 1 < claim.end.sequence {
                    let sequence = end.sequence + 1
                    let isBefore = sequence + 1 == claim.end.sequence
                    try Self.insertLost(
                        ChainEnd(sequence: sequence, hash: isBefore ? claim.previousHash : Self.genesis),
                        after: end.hash,
                        at: claim.recordedAt,
                        now,
                        db
                    )
                    lost.append(ClaimNumber(kiosk: kiosk, sequence: sequence))
                    end = try Self.end(db)
                }
                guard claim.previousHash == end.hash else {
                    throw Self.conflict(ClaimNumber(kiosk: kiosk, sequence: claim.end.sequence), file)
                }
                try Self.insert(claim, now, db)
            }
            if isLast { try db.execute(sql: "UPDATE sync SET restored_at = NULL WHERE id = 1") }
            return lost
        }
    }

    /// Numbers in a row that may be missing at both ends; more is no loss but a mistake.
    private static let longestGap: Int64 = 10_000

    static func requireConfirmed(_ db: Database, _ file: StoreFile) throws {
        guard try restoredAt(db) != nil else { return }
        throw KioskError(
            .storeRestored,
            "the store \(file.path) was put back from a copy; the central has not said yet which numbers were used since",
            remedy:
                "Let the kiosk reach the central once: it fills in what the copy lacks by itself. Take no bike before."
        )
    }

    private static func restoredAt(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT restored_at FROM sync WHERE restored_at IS NOT NULL"))
    }

    private static func insert(_ claim: AdoptedClaim, _ now: Timestamp, _ db: Database) throws {
        let isLive = claim.vehicle != nil && claim.verdictKind != Verdict.residual(Fen(0)).kind
        try db.execute(
            sql: """
                INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict,
                    live, previous_hash, hash, wiped_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                claim.end.sequence, claim.claimID.text, claim.recordedAt.milliseconds, claim.person, claim.vehicle,
                claim.amount?.amount, claim.verdictKind, isLive, claim.previousHash, claim.end.hash, now.milliseconds,
            ]
        )
        try hold(db, claim.parts, sequence: claim.end.sequence)
        let change = StandingChange(claimID: claim.claimID, standing: claim.standing, at: claim.receivedAt)
        _ = try apply(change, to: claim.end.sequence, at: now, db)
    }

    private static func insertLost(
        _ end: ChainEnd,
        after previous: String,
        at time: Timestamp,
        _ now: Timestamp,
        _ db: Database
    ) throws {
        var random = SystemRandomNumberGenerator()
        try db.execute(
            sql: """
                INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, verdict, live, previous_hash, hash,
                    wiped_at)
                VALUES (?, ?, ?, '', 'lost', 0, ?, ?, ?)
                """,
            arguments: [
                end.sequence, ClaimID(at: time, using: &random).text, time.milliseconds, previous, end.hash,
                now.milliseconds,
            ]
        )
    }

    private static func conflict(_ number: ClaimNumber, _ file: StoreFile) -> KioskError {
        KioskError(
            .storeRestoredConflict,
            "the central's claim \(number) does not follow from what the store \(file.path) holds",
            remedy: "Do not record here. Another machine may use this kiosk's name, or the copy is of another kiosk: "
                + "enrol this machine under a name of its own, or restore the newest copy."
        )
    }
}
