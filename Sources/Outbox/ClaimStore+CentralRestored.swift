package import Claims
import GRDB
import SQLiteFile

// The central's register was put back from an older copy: what it said since may never have been, for it.
extension ClaimStore {
    /// Forgets what the central said of claims whose content is still here, and lets them wait to be sent again, their
    /// photos too: what it still has it answers as it stands there, what it has lost it gets. They hold their person,
    /// vehicle and parts meanwhile. The chain's end is told anew, and all changes are asked for from the beginning.
    ///
    /// Claims that were wiped stay as they are: which of them are lost the central's view of the chain tells, see
    /// `sendAgain`.
    ///
    /// - Parameters:
    ///   - heardAt: the central's clock when it told.
    ///   - writtenAt: the same of the file that it told by, if that is another: what the central wrote before counts no
    ///     longer, see `settle(carried:…)`.
    /// - Returns: how many claims wait again.
    package func centralRestored(
        epoch: String,
        heardAt: Timestamp,
        writtenAt: Timestamp? = nil
    ) async throws(KioskError) -> Int {
        try await write { db in
            let sequences = try Int64.fetchAll(
                db,
                sql: """
                    SELECT sequence FROM claim JOIN answer USING (sequence)
                    WHERE document IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.sequence = claim.sequence)
                    ORDER BY sequence
                    """
            )
            for sequence in sequences {
                try db.execute(sql: "DELETE FROM conclusion WHERE sequence = ?", arguments: [sequence])
                try Self.requeue(sequence, db)
                try Self.retake(db, sequence: sequence)
            }
            try db.execute(
                sql: """
                    UPDATE sync SET cursor = NULL, told_hash = NULL, epoch = ?, heard_at = ?
                    WHERE id = 1
                    """,
                arguments: [epoch, heardAt.milliseconds]
            )
            try Self.markCentralRestored(writtenAt ?? heardAt, db)
            return sequences.count
        }
    }

    static func markCentralRestored(_ heardAt: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE sync SET central_restored_at = max(coalesce(central_restored_at, 0), ?) WHERE id = 1",
            arguments: [heardAt.milliseconds]
        )
    }
}
