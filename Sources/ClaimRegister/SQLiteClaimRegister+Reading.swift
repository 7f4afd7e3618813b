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
                    SELECT place, claim_id, claim_number, status, review, clash, holder, amended_by, returned_reason,
                        received_at, rehearsal, amount_fen, conclusion, concluded_at
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
}
