package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func claim(_ id: ClaimID) async throws(KioskError) -> StoredClaim? {
        try await database.read { db in
            let row = try Row.fetchOne(db, sql: "SELECT * FROM claim WHERE claim_id = ?", arguments: [id.text])
            return try row.map { try StoredClaim(row: $0) }
        }
    }

    package func page(
        after place: Int64,
        limit: Int,
        kiosk: KioskID?
    ) async throws(KioskError) -> RegisterPage {
        let limit = min(max(1, limit), Int(Int32.max))
        return try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT place, claim_id, claim_number, status, review, clash, holder, received_at, rehearsal,
                        amount_fen, conclusion, concluded_at
                    FROM claim WHERE place > ?1 AND (?2 IS NULL OR kiosk_id = ?2) ORDER BY place LIMIT ?3
                    """,
                arguments: [place, kiosk?.text, limit + 1]
            )
            return RegisterPage(
                entries: try rows.prefix(limit).map { try RegisterPage.Entry(row: $0) },
                more: rows.count > limit
            )
        }
    }

    package func kioskState(_ kiosk: KioskID, limit: Int) async throws(KioskError) -> KioskState {
        let limit = max(0, limit)
        return try await database.read { db in
            let bounds = try Row.fetchOne(
                db,
                sql: "SELECT COALESCE(MAX(sequence), 0) AS highest, COUNT(*) AS count FROM claim WHERE kiosk_id = ?",
                arguments: [kiosk.text]
            )
            return KioskState(
                kiosk: kiosk,
                highest: try bounds?.value("highest") ?? 0,
                count: try bounds?.value("count") ?? 0,
                missing: try Self.missing(of: kiosk, limit: limit, in: db),
                broken: try Self.broken(of: kiosk, limit: limit, in: db)
            )
        }
    }

    /// The numbers inside the gaps. Each gap is at least one number, so no more than `limit` gaps are looked at.
    private static func missing(of kiosk: KioskID, limit: Int, in db: Database) throws -> [Int64] {
        let gaps = try Row.fetchAll(
            db,
            sql: """
                SELECT before + 1 AS first, sequence - 1 AS last FROM (
                    SELECT sequence, LAG(sequence, 1, 0) OVER (ORDER BY sequence) AS before
                    FROM claim WHERE kiosk_id = ?
                ) WHERE sequence > before + 1 ORDER BY sequence LIMIT ?
                """,
            arguments: [kiosk.text, limit]
        )
        var missing: [Int64] = []
        for gap in gaps {
            let first: Int64 = try gap.value("first")
            let last: Int64 = try gap.value("last")
            missing += (first...last).prefix(limit - missing.count)
        }
        return missing
    }

    private static func broken(of kiosk: KioskID, limit: Int, in db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT later.sequence FROM claim later
                JOIN claim earlier ON earlier.kiosk_id = later.kiosk_id AND earlier.sequence = later.sequence - 1
                WHERE later.kiosk_id = ? AND later.previous_hash <> earlier.content_hash
                ORDER BY later.sequence LIMIT ?
                """,
            arguments: [kiosk.text, limit]
        )
    }
}
