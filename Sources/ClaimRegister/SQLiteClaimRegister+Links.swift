package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func links(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> (links: [StoredLink], more: Bool) {
        try await database.read { try Self.links(of: kiosk, after: sequence, limit: limit, in: $0) }
    }

    package func accounted(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> [AccountedLink] {
        try await database.read { try Self.accounted(of: kiosk, after: sequence, limit: limit, in: $0) }
    }

    package func stretch(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> ChainStretch {
        try await database.read { db in
            let (links, more) = try Self.links(of: kiosk, after: sequence, limit: limit, in: db)
            let accounted = try Self.accounted(of: kiosk, after: sequence, limit: limit, in: db)
            let cuts = [
                more ? links.last?.answer.number.sequence : nil,
                accounted.count >= max(1, limit) ? accounted.last?.sequence : nil,
            ].compactMap(\.self)
            let cut = cuts.min() ?? .max
            let (shown, named) = (
                links.filter { $0.answer.number.sequence <= cut }, accounted.filter { $0.sequence <= cut }
            )
            let ends = [shown.last?.answer.number.sequence, named.last?.sequence].compactMap(\.self)
            return ChainStretch(
                links: shown,
                accounted: named,
                end: ends.max() ?? sequence,
                more: !cuts.isEmpty
            )
        }
    }

    private static func links(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int,
        in db: Database
    ) throws -> (links: [StoredLink], more: Bool) {
        let limit = min(max(1, limit), Int(Int32.max))
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM claim WHERE kiosk_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            arguments: [kiosk.text, sequence, limit + 1]
        )
        return (try rows.prefix(limit).map { try StoredLink(row: $0) }, rows.count > limit)
    }

    private static func accounted(
        of kiosk: KioskID,
        after sequence: Int64,
        limit: Int,
        in db: Database
    ) throws -> [AccountedLink] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM corrected WHERE kiosk_id = ? AND sequence > ? AND \(isNotHere)
                ORDER BY sequence LIMIT ?
                """,
            arguments: [kiosk.text, sequence, min(max(1, limit), Int(Int32.max))]
        ).map { try AccountedLink(row: $0) }
    }
}

extension StoredLink {
    fileprivate init(row: Row) throws {
        let amount: Int64? = try row.optional("amount_fen")
        self.init(
            answer: try StoredAnswer(row: row),
            previousHash: try row.value("previous_hash"),
            hash: try row.value("content_hash"),
            amount: amount.map { Fen($0) },
            content: try row.bytes("content")
        )
    }
}

extension AccountedLink {
    fileprivate init(row: Row) throws {
        self.init(
            claimID: try row.value("claim_id") { ClaimID($0) },
            sequence: try row.value("sequence"),
            previousHash: try row.value("previous_hash"),
            hash: try row.value("hash"),
            correctedBy: try row.value("corrected_by")
        )
    }
}
