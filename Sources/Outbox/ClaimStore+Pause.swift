package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// Who stopped the sending, nil while it goes on. Recording goes on in either case.
    package func sendingPause() async throws(KioskError) -> SendingPause? {
        try await read { try Self.pause($0) }
    }

    package var isPaused: Bool {
        get async throws(KioskError) { try await sendingPause() != nil }
    }

    /// Nothing is sent from now on, also after a restart. A pause that is there keeps its author and its time.
    package func pauseSending(_ entry: AuditEntry) async throws(KioskError) {
        let hash = hash
        try await write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO pause (id, actor, since) VALUES (1, ?, ?)",
                arguments: [entry.actor, entry.at.milliseconds]
            )
            try Self.append(entry, hash: hash, db)
        }
    }

    package func resumeSending(_ entry: AuditEntry) async throws(KioskError) {
        let hash = hash
        try await write { db in
            try db.execute(sql: "DELETE FROM pause")
            try Self.append(entry, hash: hash, db)
        }
    }

    static func pause(_ db: Database) throws -> SendingPause? {
        try Row.fetchOne(db.cachedStatement(sql: "SELECT actor, since FROM pause WHERE id = 1")).map { row in
            SendingPause(by: try row.value("actor"), since: try row.timestamp("since"))
        }
    }
}
