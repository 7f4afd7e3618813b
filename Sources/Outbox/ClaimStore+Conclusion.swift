package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// Keeps how a claim ended at the central. Refused and withdrawn let go of person, vehicle and parts; paid never
    /// does. The same conclusion again changes nothing.
    ///
    /// Throws `claim.unknown`, and `claim.concluded` when the claim ended otherwise.
    package func conclude(_ id: ClaimID, as conclusion: Conclusion, at time: Timestamp) async throws(KioskError) {
        try await write { db in
            guard let sequence = try Self.sequence(db, of: id) else { throw Self.unknown(id) }
            let row = try Row.fetchOne(db, sql: "SELECT kind FROM conclusion WHERE sequence = ?", arguments: [sequence])
            if let known: Conclusion = try row?.value("kind", Conclusion.init(rawValue:)) {
                guard known == conclusion else { throw Self.concluded(id, known) }
                return
            }
            try db.execute(
                sql: "INSERT INTO conclusion (sequence, kind, concluded_at) VALUES (?, ?, ?)",
                arguments: [sequence, conclusion.rawValue, time.milliseconds]
            )
            if conclusion.freesKeys { try Self.release(db, sequence: sequence) }
        }
    }

    private static func concluded(_ id: ClaimID, _ known: Conclusion) -> KioskError {
        KioskError(
            .claimConcluded,
            "claim \(id) is \(known.rawValue) already",
            remedy: "Nothing was changed. What a claim ended as stays."
        )
    }
}
