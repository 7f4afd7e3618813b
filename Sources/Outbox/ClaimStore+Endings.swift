package import Claims
import GRDB
import SQLiteFile

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ClaimStore {
    /// Keeps how a session without a claim ended; on the disk when this returns.
    ///
    /// The same id again brings the note up to date, but its first time stays, so that recording twice is recording
    /// once. A note that was taken back stays as it is: the same id then makes a new one.
    package func recordEnding(_ ending: SessionEnding) async throws(KioskError) {
        let values = try text(ending.reason.values)
        let facts = try text(ending.facts)
        let versions = try text(ending.versions)
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO ending (note_id, ended_at, kind, step, reason_code, reason_values, rule, facts,
                        versions, person_digest, vehicle_digest)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (note_id) WHERE taken_back_at IS NULL DO UPDATE SET kind = excluded.kind,
                        step = excluded.step, reason_code = excluded.reason_code,
                        reason_values = excluded.reason_values, rule = excluded.rule, facts = excluded.facts,
                        versions = excluded.versions, person_digest = excluded.person_digest,
                        vehicle_digest = excluded.vehicle_digest
                    """,
                arguments: [
                    ending.id, ending.endedAt.milliseconds, ending.kind.rawValue, ending.step,
                    ending.reason.code.rawValue, values, ending.rule, facts, versions, ending.personDigest,
                    ending.vehicleDigest,
                ]
            )
        }
    }

    /// Marks the note as taken back, because staff stepped back from it. It is never deleted. Without a standing note
    /// of this id nothing happens.
    package func takeBackEnding(id: String, at time: Timestamp) async throws(KioskError) {
        try await write { db in
            try db.execute(
                sql: "UPDATE ending SET taken_back_at = ? WHERE note_id = ? AND taken_back_at IS NULL",
                arguments: [time.milliseconds, id]
            )
        }
    }

    private func text(_ values: [String: String]) throws(KioskError) -> String {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(values), as: UTF8.self)
        } catch {
            throw database.file.failure(error)
        }
    }
}
