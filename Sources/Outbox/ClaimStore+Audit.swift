package import Claims
import GRDB
import SQLiteFile
package import WireAPI

extension ClaimStore {
    /// Notes a deed that changes nothing in this store, such as an export.
    package func audit(_ entry: AuditEntry) async throws(KioskError) {
        let hash = hash
        try await write { try Self.append(entry, hash: hash, $0) }
    }

    /// Lines with numbers above `after`, in order; at most `limit`, 1–500.
    package func auditLines(after number: Int64, limit: Int) async throws(KioskError) -> [AuditLine] {
        let bounded = min(max(limit, 1), 500)
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM audit WHERE number > ? ORDER BY number LIMIT ?",
                arguments: [number, bounded]
            ).map { try Self.line(from: $0) }
        }
    }

    /// Reads the whole log again, in pieces: the first number that is missing, does not follow from the one before or
    /// does not fit its content; nil when all is well.
    package func firstBrokenAuditLine() async throws(KioskError) -> Int64? {
        var (number, previous): (Int64, String) = (0, Self.auditGenesis)
        while true {
            let lines = try await auditLines(after: number, limit: 500)
            if lines.isEmpty { return nil }
            for line in lines {
                guard line.number == number + 1, line.previous == previous, line.hash == Self.hash(of: line, hash)
                else {
                    return number + 1
                }
                (number, previous) = (line.number, line.hash)
            }
        }
    }

    static let auditGenesis = String(repeating: "0", count: 64)

    /// Called inside the transaction that does the deed, so that neither is there without the other.
    static func append(_ entry: AuditEntry, hash: ([UInt8]) -> String, _ db: Database) throws {
        let last = try Row.fetchOne(db, sql: "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        let number: Int64 = try last?.value("number") ?? 0
        var line = AuditLine(
            number: number + 1,
            at: entry.at.description,
            actor: entry.actor,
            role: entry.role,
            via: entry.via,
            action: entry.action,
            subject: entry.subject,
            detail: entry.detail,
            previous: try last?.value("hash") ?? auditGenesis,
            hash: ""
        )
        line.hash = Self.hash(of: line, hash)
        try db.execute(
            sql: """
                INSERT INTO audit (number, at, actor, role, via, action, subject, detail, previous, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                line.number, entry.at.milliseconds, line.actor, line.role, line.via, line.action, line.subject,
                line.detail, line.previous, line.hash,
            ]
        )
    }

    /// Over the line's canonical JSON with an empty hash.
    private static func hash(of line: AuditLine, _ hash: ([UInt8]) -> String) -> String {
        var content = line
        content.hash = ""
        // Texts and integers always have a canonical form.
        return hash((try? CanonicalJSON.encode(content)) ?? [])
    }

    private static func line(from row: Row) throws -> AuditLine {
        AuditLine(
            number: try row.value("number"),
            at: try row.timestamp("at").description,
            actor: try row.value("actor"),
            role: try row.value("role"),
            via: try row.value("via"),
            action: try row.value("action"),
            subject: try row.optional("subject"),
            detail: try row.optional("detail"),
            previous: try row.value("previous"),
            hash: try row.value("hash")
        )
    }
}
