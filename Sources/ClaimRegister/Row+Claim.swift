import Claims
import GRDB
import SQLiteFile

// From rows of the table `claim` to values. A row that does not fit them was not written by this program: the store
// counts as damaged.

extension StoredAnswer {
    init(row: Row) throws {
        let clash: String? = try row.optional("clash")
        let standing: Standing =
            if clash == nil {
                .accepted
            } else {
                .duplicate(
                    try row.value("clash") { LiveKey.Kind(rawValue: $0) },
                    holder: try row.value("holder") { ClaimNumber($0) }
                )
            }
        self.init(
            claimID: try row.value("claim_id") { ClaimID($0) },
            number: try row.value("claim_number") { ClaimNumber($0) },
            standing: standing,
            receivedAt: Timestamp(milliseconds: try row.value("received_at"))
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
            amount: try row.amount()
        )
    }
}

extension RegisterPage.Entry {
    init(row: Row) throws {
        self.init(
            place: try row.value("place"),
            answer: try StoredAnswer(row: row),
            rehearsal: try row.value("rehearsal"),
            amount: try row.amount()
        )
    }
}

extension Row {
    fileprivate func amount() throws -> Fen? {
        let amount: Int64? = try optional("amount_fen")
        return amount.map { Fen($0) }
    }
}
