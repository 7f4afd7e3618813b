package import Claims
import GRDB

/// A claim's papers, as they are printed.
package enum ClaimPaper: String, CaseIterable, Sendable {
    case receipt
    case certificate
}

extension ClaimStore {
    /// Notes that the paper is about to be printed; on the disk when this returns, so that whatever happens now, the
    /// next print is known to be a copy.
    ///
    /// - Returns: whether it may have been printed before; nil when the claim is not known.
    package func beginPrint(of id: ClaimID, _ paper: ClaimPaper, at time: Timestamp) async throws(KioskError) -> Bool? {
        try await write { db in
            guard let sequence = try Self.sequence(of: id, db) else { return nil }
            let times = try Int.fetchOne(
                db,
                sql: """
                    INSERT INTO print (sequence, paper, times, begun_at) VALUES (?, ?, 1, ?)
                    ON CONFLICT DO UPDATE SET times = times + 1, begun_at = excluded.begun_at RETURNING times
                    """,
                arguments: [sequence, paper.rawValue, time.milliseconds]
            )
            return times ?? 1 > 1
        }
    }

    /// Surely nothing of the print that was begun last is on paper.
    package func takeBackPrint(of id: ClaimID, _ paper: ClaimPaper) async throws(KioskError) {
        try await write { db in
            guard let sequence = try Self.sequence(of: id, db) else { return }
            let arguments: StatementArguments = [sequence, paper.rawValue]
            try db.execute(
                sql: "DELETE FROM print WHERE sequence = ? AND paper = ? AND times = 1",
                arguments: arguments
            )
            try db.execute(
                sql: "UPDATE print SET times = times - 1 WHERE sequence = ? AND paper = ? AND times > 1",
                arguments: arguments
            )
        }
    }

    private static func sequence(of id: ClaimID, _ db: Database) throws -> Int? {
        try Int.fetchOne(db, sql: "SELECT sequence FROM claim WHERE claim_id = ?", arguments: [id.text])
    }
}
