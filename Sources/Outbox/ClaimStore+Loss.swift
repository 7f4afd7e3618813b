package import Claims
import GRDB
import SQLiteFile

/// What of a claim is gone for good, as a supervisor settled it.
package struct SettledLoss: Hashable, Sendable {
    package let number: ClaimNumber
    /// The central lost the claim, or never had it, and its content is not here.
    package let isClaim: Bool
    /// The central has another claim of that number, and what comes after goes on from that one.
    package let isFork: Bool
    /// Photos whose files are gone.
    package let photos: Int
}

extension ClaimStore {
    /// Takes out of the queue what of a claim is nowhere any more, so that it does not stay red for ever: the claim
    /// itself, if the central lost it after it was wiped here, and photos whose files are gone, if the claim or what
    /// corrects it has ended. What is still here stays, whoever asks. A lost claim keeps its number, its hash and what it
    /// holds of person and vehicle, and stands as before once the central finds it after all, see `foundAgain`.
    ///
    /// It settles a fork too, see `adopt`: the claim stays as it is, and those that the central has after it may come.
    ///
    /// Throws `claim.unknown`, and `claim.nothing-lost` when there is nothing to settle.
    ///
    /// - Parameter isGone: whether the sealed file of a photo's name is not on the disk.
    package func settleLoss(
        of id: ClaimID,
        isGone: @escaping @Sendable (String) -> Bool,
        by entry: @escaping @Sendable (SettledLoss) -> AuditEntry
    ) async throws(KioskError) -> SettledLoss {
        let hash = hash
        let kiosk = kiosk
        return try await write { db in
            guard let sequence = try Self.sequence(db, of: id) else { throw Self.unknown(id) }
            let photos = try Self.unreadablePhotos(of: sequence, db).filter(isGone)
            let isClaim = try Self.isLost(sequence, db)
            let isFork = try Self.openFork(db) == sequence
            let loss = SettledLoss(
                number: ClaimNumber(kiosk: kiosk, sequence: sequence),
                isClaim: isClaim,
                isFork: isFork,
                photos: photos.count
            )
            guard isClaim || isFork || !photos.isEmpty else { throw Self.nothingLost(loss.number) }
            let line = entry(loss)
            if isClaim { try Self.giveUp(sequence, at: line.at, db) }
            if isFork { try Self.settleFork(sequence, at: line.at, db) }
            for photo in photos { try Self.giveUp(photo, of: sequence, at: line.at, db) }
            try Self.append(line, hash: hash, db)
            return loss
        }
    }

    /// The central has it not, and its content is not here.
    private static func isLost(_ sequence: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM outbox JOIN claim USING (sequence)
                    WHERE sequence = ? AND claim.document IS NULL
                        AND outbox.state = 'needs_person' AND outbox.problem_code IN (?, ?)
                )
                """,
            arguments: [
                sequence, KioskError.Code.claimLostAtCentral.name, KioskError.Code.claimLostAtBothEnds.name,
            ]
        ) ?? false
    }

    /// A claim that was corrected does not end itself: the last of its corrections does.
    private static func unreadablePhotos(of sequence: Int64, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM attachment
                WHERE sequence = ?1 AND state = 'needs_person' AND problem_code = ?2 AND EXISTS (
                    \(later(from: "?1"))
                    SELECT 1 FROM later JOIN conclusion USING (sequence)
                )
                """,
            arguments: [sequence, KioskError.Code.photoUnreadable.name]
        )
    }

    /// What it held stays held.
    private static func giveUp(_ sequence: Int64, at time: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO lost_claim (sequence, \(answerColumns), settled_at)
                SELECT claim.sequence, \(answerColumns), ? FROM claim
                    LEFT JOIN answer ON answer.sequence = claim.sequence
                WHERE claim.sequence = ?
                """,
            arguments: [time.milliseconds, sequence]
        )
        try db.execute(sql: "DELETE FROM outbox WHERE sequence = ?", arguments: [sequence])
        try db.execute(sql: "DELETE FROM answer WHERE sequence = ?", arguments: [sequence])
    }

    private static func giveUp(_ photo: String, of sequence: Int64, at time: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO loss (sequence, name, settled_at) VALUES (?, ?, ?)",
            arguments: [sequence, photo, time.milliseconds]
        )
        try db.execute(
            sql: "DELETE FROM attachment WHERE sequence = ? AND name = ?",
            arguments: [sequence, photo]
        )
    }

    private static let answerColumns = "status, received_at, reason_code, other_claim, part, answered_at"

    /// Of the claims that the central had lost and that are not here either, settled or not, the numbers that it has now,
    /// lowest first.
    ///
    /// - Parameters:
    ///   - missing: the lowest numbers that it does not have, 100 or all of them.
    ///   - highest: the highest that it has.
    package func lostPlaces(missing: [Int64], upTo highest: Int64) async throws(KioskError) -> [Int64] {
        let end = Self.known(missing, highest)
        let missing = Set(missing)
        let lost = try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT sequence FROM lost_claim WHERE sequence <= ?1 AND status IS NOT NULL
                    UNION SELECT sequence FROM outbox JOIN answer USING (sequence)
                        WHERE sequence <= ?1 AND state = 'needs_person' AND problem_code = ?2
                    ORDER BY sequence
                    """,
                arguments: [end, KioskError.Code.claimLostAtCentral.name]
            )
        }
        return lost.filter { !missing.contains($0) }
    }

    /// Those of the lost claims that the central has again, by their numbers there: they stand as it had answered them, and
    /// what became of them since is told as changes. One whose number is another claim's there stays lost.
    package func foundAgain(_ ids: [Int64: ClaimID]) async throws(KioskError) -> [ClaimNumber] {
        guard !ids.isEmpty else { return [] }
        let kiosk = kiosk
        return try await write { db in
            try ids.keys.sorted().filter { sequence in
                guard let id = ids[sequence], try Self.sequence(db, of: id) == sequence else { return false }
                try Self.takeBack(sequence, db)
                return true
            }
        }
        .map { ClaimNumber(kiosk: kiosk, sequence: $0) }
    }

    /// The central has the claim: neither lost nor set aside as lost any more.
    static func takeBack(_ sequence: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO answer (sequence, \(answerColumns))
                SELECT sequence, \(answerColumns) FROM lost_claim WHERE sequence = ?
                """,
            arguments: [sequence]
        )
        try db.execute(sql: "DELETE FROM lost_claim WHERE sequence = ?", arguments: [sequence])
        try db.execute(
            sql: """
                DELETE FROM outbox WHERE sequence = ? AND state = 'needs_person' AND problem_code = ?
                    AND EXISTS (SELECT 1 FROM answer WHERE answer.sequence = outbox.sequence)
                """,
            arguments: [sequence, KioskError.Code.claimLostAtCentral.name]
        )
    }

    private static func nothingLost(_ number: ClaimNumber) -> KioskError {
        KioskError(
            .claimNothingLost,
            "nothing of claim \(number) is lost for good: what waits is still here, or the claim has not ended",
            remedy: "Nothing was changed. Send again what is here; for a photo that is gone let the department decide "
                + "the claim first; one that is there and damaged root must move out of photos/ before kioskctl queue retry."
        )
    }
}
