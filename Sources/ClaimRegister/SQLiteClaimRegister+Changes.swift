package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func changes(
        of kiosk: KioskID,
        after cursor: ChangeCursor,
        limit: Int
    ) async throws(KioskError) -> ChangeBatch {
        let limit = min(max(1, limit), Int(Int32.max))
        return try await database.read { db in
            let since = try Self.known(cursor, of: kiosk, in: db)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT cursor, claim_id, claim_number, standing, reason, change.clash, other, rival, changed_at
                    FROM change JOIN claim ON claim.place = change.place
                    WHERE change.kiosk_id = ? AND cursor > ? ORDER BY cursor LIMIT ?
                    """,
                arguments: [kiosk.text, since.number, limit + 1]
            )
            let shown = rows.prefix(limit)
            return ChangeBatch(
                changes: try shown.map { try StandingChange(row: $0) },
                since: since,
                cursor: try shown.last.map {
                    ChangeCursor(number: try $0.value("cursor"), milliseconds: try $0.value("changed_at"))
                } ?? since,
                more: rows.count > limit
            )
        }
    }

    /// The beginning, if the register never gave this cursor: see `ChangeCursor`.
    private static func known(_ cursor: ChangeCursor, of kiosk: KioskID, in db: Database) throws -> ChangeCursor {
        let isKnown = try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM change WHERE cursor = ? AND kiosk_id = ? AND changed_at = ?)",
            arguments: [cursor.number, kiosk.text, cursor.milliseconds]
        )
        return isKnown ?? false ? cursor : .start
    }

    /// Keeps for the claim's kiosk how it stands now, or that it is why `rival` is in dispute.
    static func note(
        _ standing: Standing,
        of place: Int64,
        rival: ClaimNumber? = nil,
        at time: Timestamp,
        in db: Database
    ) throws {
        let columns = StandingColumns(standing)
        try db.execute(
            sql: """
                INSERT INTO change (kiosk_id, place, standing, reason, clash, other, rival, changed_at)
                SELECT kiosk_id, place, ?, ?, ?, ?, ?, ? FROM claim WHERE place = ?
                """,
            arguments: [
                columns.standing, columns.reason, columns.clash, columns.other, rival?.text, time.milliseconds, place,
            ]
        )
    }
}

extension StandingChange {
    fileprivate init(row: Row) throws {
        let rival: String? = try row.optional("rival")
        self.init(
            claimID: try row.value("claim_id") { ClaimID($0) },
            number: try row.value("claim_number") { ClaimNumber($0) },
            standing: try Standing(change: row),
            rival: try rival.map { _ in try row.value("rival") { ClaimNumber($0) } },
            at: Timestamp(milliseconds: try row.value("changed_at"))
        )
    }
}
