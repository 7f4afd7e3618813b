import Claims
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// From rows of the table `claim` to values. A row that does not fit them was not written by this program: the store
// counts as damaged. Types need no check of their own: the tables are STRICT, and opening the store checks the file.

extension StoredAnswer {
    init(row: Row, path: String) throws {
        guard let id = ClaimID(row["claim_id"] as String), let number = ClaimNumber(row["claim_number"] as String)
        else { throw StoreFault.damaged(path) }
        let standing: Standing
        if let clash: String = row["clash"], let holder: String = row["holder"] {
            guard let kind = LiveKey.Kind(rawValue: clash), let holder = ClaimNumber(holder) else {
                throw StoreFault.damaged(path)
            }
            standing = .duplicate(kind, holder: holder)
        } else {
            standing = .accepted
        }
        self.init(
            claimID: id,
            number: number,
            standing: standing,
            receivedAt: Timestamp(milliseconds: row["received_at"])
        )
    }
}

extension StoredClaim {
    init(row: Row, path: String) throws {
        self.init(
            answer: try StoredAnswer(row: row, path: path),
            content: Array(row["content"] as Data),
            contentHash: row["content_hash"],
            rehearsal: row["rehearsal"],
            amount: (row["amount_fen"] as Int64?).map { Fen($0) }
        )
    }
}

extension RegisterPage.Entry {
    init(row: Row, path: String) throws {
        self.init(
            place: row["place"],
            answer: try StoredAnswer(row: row, path: path),
            rehearsal: row["rehearsal"],
            amount: (row["amount_fen"] as Int64?).map { Fen($0) }
        )
    }
}
