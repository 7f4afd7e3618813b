package import Claims
import GRDB
import SQLiteFile

// Answers that were carried by hand: they may be old, or read twice.
extension ClaimStore {
    /// How much of a photo the central has, by its answers.
    package struct PhotoReceipt: Equatable, Sendable {
        package let name: String
        package let bytes: Int64
        package let isComplete: Bool

        package init(name: String, bytes: Int64, isComplete: Bool) {
            self.name = name
            self.bytes = bytes
            self.isComplete = isComplete
        }
    }

    /// Keeps what carried answers say of claims and photos, in one transaction. A claim that was answered before keeps
    /// what it heard: later news come as changes.
    ///
    /// Throws `bundle.before-restoration`, with nothing changed, when the central was restored since `writtenAt`, which is
    /// its own clock: claims and photos wait again that it has lost, and its old answers must not undo that.
    ///
    /// - Returns: how many claims had been answered before.
    package func settle(
        carried deliveries: [Delivery],
        _ receipts: [PhotoReceipt],
        writtenAt: Timestamp,
        at now: Timestamp
    ) async throws(KioskError) -> Int {
        guard !deliveries.isEmpty || !receipts.isEmpty else { return 0 }
        return try await write { db in
            try Self.checkRestoration(writtenAt, db)
            var known = 0
            for delivery in deliveries {
                let isAnswered = try Bool.fetchOne(
                    db.cachedStatement(
                        sql: "SELECT EXISTS (SELECT 1 FROM answer JOIN claim USING (sequence) WHERE claim_id = ?)"
                    ),
                    arguments: [delivery.claimID.text]
                )
                if isAnswered == true { known += 1 } else { try Self.settle(delivery, at: now, db) }
            }
            for receipt in receipts {
                // For every claim that names it.
                try db.cachedStatement(
                    sql: """
                        UPDATE attachment SET state = iif(:complete, 'sent', state),
                            confirmed = iif(:complete, bytes, max(0, min(:bytes, bytes)))
                        WHERE name = :name AND state <> 'sent'
                        """
                ).execute(arguments: ["complete": receipt.isComplete, "bytes": receipt.bytes, "name": receipt.name])
            }
            return known
        }
    }

    /// Throws `bundle.before-restoration` for answers that the central wrote before it was restored, by its own clock.
    package func checkRestoration(writtenAt: Timestamp) async throws(KioskError) {
        try await read { try Self.checkRestoration(writtenAt, $0) }
    }

    private static func checkRestoration(_ writtenAt: Timestamp, _ db: Database) throws {
        let isOld = try Bool.fetchOne(
            db,
            sql: "SELECT coalesce(central_restored_at > ?, 0) FROM sync WHERE id = 1",
            arguments: [writtenAt.milliseconds]
        )
        guard isOld == true else { return }
        throw KioskError(
            .bundleBeforeRestoration,
            "the answers were written on \(writtenAt), before the central was restored from an older copy",
            remedy: "Do not use the file any more. Export again, and take the answers to that."
        )
    }
}
