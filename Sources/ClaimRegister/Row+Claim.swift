import Claims
import GRDB
import SQLiteFile

// From rows of the table `claim` to values. A row that does not fit them was not written by this program: the store
// counts as damaged.

extension StoredAnswer {
    init(row: Row) throws {
        self.init(
            claimID: try row.value("claim_id") { ClaimID($0) },
            number: try row.value("claim_number") { ClaimNumber($0) },
            standing: try Standing(row: row),
            receivedAt: Timestamp(milliseconds: try row.value("received_at"))
        )
    }
}

extension StoredConclusion {
    /// Nil for a claim that is still open.
    init?(row: Row) throws {
        guard let _: String = try row.optional("conclusion") else { return nil }
        self.init(
            try row.value("conclusion") { Conclusion(rawValue: $0) },
            at: Timestamp(milliseconds: try row.value("concluded_at"))
        )
    }
}

extension StoredClaim {
    init(row: Row) throws {
        self.init(
            answer: try StoredAnswer(row: row),
            content: try row.bytes("content"),
            contentHash: try row.value("content_hash"),
            rehearsal: try row.value("rehearsal"),
            amount: try row.amount(),
            conclusion: try StoredConclusion(row: row),
            amends: try row.claimID("amends"),
            returnNote: try row.optional("returned_note")
        )
    }
}

extension RegisterPage.Entry {
    init(row: Row) throws {
        self.init(
            place: try row.value("place"),
            answer: try StoredAnswer(row: row),
            rehearsal: try row.value("rehearsal"),
            amount: try row.amount(),
            conclusion: try StoredConclusion(row: row)
        )
    }
}

extension Row {
    fileprivate func claimID(_ column: String) throws -> ClaimID? {
        guard let _: String = try optional(column) else { return nil }
        return try value(column) { ClaimID($0) }
    }

    fileprivate func amount() throws -> Fen? {
        let amount: Int64? = try optional("amount_fen")
        return amount.map { Fen($0) }
    }
}
