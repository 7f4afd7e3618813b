import Claims
import Foundation
import GRDB
import SQLiteFile

@testable import Outbox

/// A noted ending as it is read again: the kiosk itself only writes them.
struct StoredEnding: Equatable, Sendable {
    let id: String
    let endedAt: Timestamp
    let kind: SessionEnding.Kind
    let step: String
    let reasonCode: String
    let reasonValues: [String: String]
    let rule: String?
    let facts: [String: String]
    let versions: [String: String]
    let personDigest: String?
    let vehicleDigest: String?
    /// When staff stepped back from it; nil while it stands.
    let takenBackAt: Timestamp?
}

extension ClaimStore {
    /// The newest endings, newest first, also those taken back.
    func recentEndings(limit: Int) async throws -> [StoredEnding] {
        try await read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM ending ORDER BY id DESC LIMIT ?", arguments: [limit])
                .map { try Self.ending(from: $0) }
        }
    }

    private static func ending(from row: Row) throws -> StoredEnding {
        let takenBackAt: Int64? = try row.optional("taken_back_at")
        return StoredEnding(
            id: try row.value("note_id"),
            endedAt: try row.timestamp("ended_at"),
            kind: try row.value("kind") { SessionEnding.Kind(rawValue: $0) },
            step: try row.value("step"),
            reasonCode: try row.value("reason_code"),
            reasonValues: try row.value("reason_values", texts),
            rule: try row.optional("rule"),
            facts: try row.value("facts", texts),
            versions: try row.value("versions", texts),
            personDigest: try row.optional("person_digest"),
            vehicleDigest: try row.optional("vehicle_digest"),
            takenBackAt: takenBackAt.map { Timestamp(milliseconds: $0) }
        )
    }

    private static func texts(_ json: String) -> [String: String]? {
        try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    }
}
