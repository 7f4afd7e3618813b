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

    /// Adds claims that only the central still has: numbers, hashes and digests, without content. Of `links` it has less,
    /// those that only corrections name; they keep their place with the verdict `corrected`. Numbers that were used and
    /// that the central does not have either do so too, with the verdict `lost`. A claim that one of them corrects gives
    /// way to it.
    ///
    /// Throws `store.restored-conflict`, and changes nothing, when a claim does not follow from what is here: another
    /// kiosk may be using this kiosk's name. Where it follows another claim of the number before, that is the adoption's
    /// `fork`: those before it are added, and it waits until a supervisor has said that it may, see `settleLoss`.
    ///
    /// - Parameters:
    ///   - isLast: nothing follows; commits are possible again.
    ///   - told: the chain's end that the central was told of; numbers up to it were used, whatever arrived there.
    package func adopt(
        _ claims: [AdoptedClaim],
        links: [AdoptedLink] = [],
        isLast: Bool,
        told: ChainEnd? = nil,
        at now: Timestamp
    ) async throws(KioskError) -> Adoption {
        let kiosk = kiosk
        let file = database.file
        // A link has no time of its own: that of the next claim.
        let times = claims.map { ($0.end.sequence, $0.recordedAt) }
        var all = claims.map { Adopted($0.end, after: $0.previousHash, at: $0.recordedAt, claim: $0) }
        all += links.map { link in
            let time = times.first { $0.0 > link.end.sequence }?.1 ?? now
            return Adopted(link.end, after: link.previousHash, at: time, id: link.claimID)
        }
        let ordered = all.sorted { $0.end.sequence < $1.end.sequence }
        return try await write { db in
            var lost: [Int64] = []
            func adoption(fork: KioskError? = nil) -> Adoption {
                Adoption(lost: lost.map { ClaimNumber(kiosk: kiosk, sequence: $0) }, fork: fork)
            }
            for next in ordered {
                let number = ClaimNumber(kiosk: kiosk, sequence: next.end.sequence)
                guard try next.end.sequence > Self.end(db).sequence else { throw Self.conflict(number, file) }
                let before = ChainEnd(sequence: next.end.sequence - 1, hash: next.previousHash)
                lost += try Self.keepPlaces(upTo: before, of: kiosk, file, at: next.time, now, db)
                let end = try Self.end(db)
                if end != before, try !Self.isSettledFork(before, db) {
                    guard end.sequence == before.sequence, end.sequence > 0 else { throw Self.conflict(number, file) }
                    try Self.noteFork(before, db)
                    return adoption(fork: Self.forked(ClaimNumber(kiosk: kiosk, sequence: end.sequence), file))
                }
                if let claim = next.claim {
                    try Self.insert(claim, now, db)
                } else {
                    try Self.insertPlace(next.end, after: before.hash, id: next.id, at: next.time, now, db)
                }
            }
            if isLast, let told { lost += try Self.keepPlaces(upTo: told, of: kiosk, file, at: now, now, db) }
            if isLast {
                try db.execute(sql: "UPDATE sync SET restored_at = NULL WHERE id = 1")
                try db.execute(sql: "DELETE FROM fork WHERE settled_at IS NULL")
            }
            return adoption()
        }
    }

    /// What came of claims that only the central still had.
    package struct Adoption: Sendable {
        /// Numbers that neither side has.
        package let lost: [ClaimNumber]
        /// `store.restored-conflict`, when a claim waits because it follows from another one than is here.
        package let fork: KioskError?
    }

    /// A claim or a link, as a part of the chain.
    private struct Adopted: Sendable {
        let end: ChainEnd
        let previousHash: String
        let time: Timestamp
        let claim: AdoptedClaim?
        let id: ClaimID?

        init(_ end: ChainEnd, after hash: String, at time: Timestamp, claim: AdoptedClaim? = nil, id: ClaimID? = nil) {
            self.end = end
            previousHash = hash
            self.time = time
            self.claim = claim
            self.id = id
        }
    }

    /// Numbers in a row that may be missing at both ends; more is no loss but a mistake.
    private static let longestGap: Int64 = 10_000

    static func requireConfirmed(_ db: Database, of kiosk: KioskID, _ file: StoreFile) throws {
        guard try restoredAt(db) != nil else { return }
        if let fork = try openFork(db) { throw forked(ClaimNumber(kiosk: kiosk, sequence: fork), file) }
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
        try db.execute(
            sql: """
                INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict,
                    live, previous_hash, hash, wiped_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                claim.end.sequence, claim.claimID.text, claim.recordedAt.milliseconds, claim.person, claim.vehicle,
                claim.amount?.amount, claim.verdictKind, claim.isLive, claim.previousHash, claim.end.hash,
                now.milliseconds,
            ]
        )
        try settle(adopted: claim, now, db)
    }

    /// What follows from a claim whose row is there.
    static func settle(adopted claim: AdoptedClaim, _ now: Timestamp, _ db: Database) throws {
        try hold(db, claim.parts, sequence: claim.end.sequence)
        // The row from its end: each corrects the next one that is here, for some may be lost.
        var correction = claim.end.sequence
        for original in try claim.corrects.compactMap({ try sequence(db, of: $0) }) {
            try link(original, to: correction, db)
            correction = original
        }
        let change = StandingChange(claimID: claim.claimID, standing: claim.standing, at: claim.receivedAt)
        _ = try apply(change, to: claim.end.sequence, at: now, db)
    }

    /// Numbers that were used and whose claims are nowhere: of the last one the hash is known.
    private static func keepPlaces(
        upTo last: ChainEnd,
        of kiosk: KioskID,
        _ file: StoreFile,
        at time: Timestamp,
        _ now: Timestamp,
        _ db: Database
    ) throws -> [Int64] {
        var lost: [Int64] = []
        var end = try end(db)
        guard last.sequence - end.sequence <= longestGap else {
            throw conflict(ClaimNumber(kiosk: kiosk, sequence: last.sequence), file)
        }
        while end.sequence < last.sequence {
            let sequence = end.sequence + 1
            let next = ChainEnd(sequence: sequence, hash: sequence == last.sequence ? last.hash : genesis)
            try insertPlace(next, after: end.hash, at: time, now, db)
            try setAsideLost(sequence, atBothEnds: true, db)
            lost.append(sequence)
            end = next
        }
        return lost
    }

    /// Keeps the place of a claim of which there is a link at most; one without an id is lost.
    private static func insertPlace(
        _ end: ChainEnd,
        after previous: String,
        id: ClaimID? = nil,
        at time: Timestamp,
        _ now: Timestamp,
        _ db: Database
    ) throws {
        var random = SystemRandomNumberGenerator()
        try db.execute(
            sql: """
                INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, verdict, live, previous_hash, hash,
                    wiped_at)
                VALUES (?, ?, ?, '', ?, 0, ?, ?, ?)
                """,
            arguments: [
                end.sequence, (id ?? ClaimID(at: time, using: &random)).text, time.milliseconds,
                id == nil ? "lost" : "corrected", previous, end.hash, now.milliseconds,
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
