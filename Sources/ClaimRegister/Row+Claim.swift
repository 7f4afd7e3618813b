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

extension Standing {
    init(row: Row) throws {
        let status: String = try row.value("status")
        switch status {
        case "duplicate":
            self = .duplicate(
                try row.value("clash") { LiveKey.Kind(rawValue: $0) },
                holder: try row.value("holder") { ClaimNumber($0) }
            )
        case "in-review": self = .inReview(reason: try row.value("review"), seen: try PartSeen(row: row))
        default: self = .accepted
        }
    }
}

extension PartSeen {
    /// Nil when no part was held.
    fileprivate init?(row: Row) throws {
        guard let _: String = try row.optional("clash") else { return nil }
        self.init(
            try row.value("clash") { Part(rawValue: $0) },
            holder: try row.value("holder") { ClaimNumber($0) }
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
            conclusion: try StoredConclusion(row: row)
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
    fileprivate func amount() throws -> Fen? {
        let amount: Int64? = try optional("amount_fen")
        return amount.map { Fen($0) }
    }
}
