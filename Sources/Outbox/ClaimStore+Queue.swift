package import Claims
import GRDB
import SQLiteFile

/// Numbers about the queue and the chain that the summary does not hold.
package struct StoreExtent: Hashable, Sendable {
    /// Claims that the central sent back, that did not end since and that no amendment has answered.
    package let returned: Int
    /// 0 before the first claim.
    package let lastSequence: Int64
    /// Every claim up to this number has an answer of the central, or was corrected by one that has; those in `lost` do not
    /// count.
    package let confirmedUpTo: Int64
    /// Claims that are gone at both ends, as supervisors settled.
    package let lost: Int
    /// Bytes of a document, by the last hundred claims; nil before the first.
    package let meanDocument: Int64?
    /// Of the last claim; 64 zeros before the first.
    package let lastHash: String
}

/// A link of the chain as the store has it.
package struct StoredLink: Hashable, Sendable {
    package let sequence: Int64
    package let claimID: ClaimID
    package let previousHash: String
    package let hash: String
    /// Nil once it was wiped.
    package let document: [UInt8]?
}

extension ClaimStore {
    /// Which claims a page shows.
    package enum Filter: String, CaseIterable, Sendable {
        case unsent
        case needsPerson
        case returned
        case all

        var condition: String {
            switch self {
            case .unsent: "(outbox.sequence IS NOT NULL OR \(ClaimStore.hasPhoto("<> 'sent'")))"
            case .needsPerson: "(outbox.state = 'needs_person' OR \(ClaimStore.hasPhoto("= 'needs_person'")))"
            case .returned: ClaimStore.isReturned
            case .all: "1"
            }
        }
    }

    package func extent() async throws(KioskError) -> StoreExtent {
        try await read { db in
            let last = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM claim ORDER BY sequence DESC LIMIT 1")
            let lastSequence: Int64 = try last?.value("sequence") ?? 0
            let firstUnsent = try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM outbox")
            let firstUnproved = try Int64.fetchOne(db.cachedStatement(sql: Self.firstUnproved))
            let mean = try Double.fetchOne(
                db,
                sql: """
                    SELECT avg(length(document)) FROM (SELECT document FROM claim WHERE wiped_at IS NULL
                        ORDER BY sequence DESC LIMIT 100)
                    """
            )
            return StoreExtent(
                returned: try Self.returned(db),
                lastSequence: lastSequence,
                confirmedUpTo: min(firstUnsent ?? .max, firstUnproved ?? .max, lastSequence + 1) - 1,
                lost: try Int.fetchOne(db, sql: "SELECT count(*) FROM lost_claim") ?? 0,
                meanDocument: mean.map { Int64($0.rounded(.up)) },
                lastHash: try last?.value("hash") ?? String(repeating: "0", count: 64)
            )
        }
    }

    /// The first claim that the central did not take, that was corrected, and whose corrections it does not have either.
    /// Its cost grows with the corrections.
    private static let firstUnproved = """
        SELECT min(correction.amends) FROM claim AS correction INDEXED BY claim_amends
        WHERE correction.amends IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.sequence = correction.amends)
            AND NOT EXISTS (
                \(later(from: "correction.sequence"))
                SELECT 1 FROM later JOIN answer USING (sequence)
            )
        """

    /// Claims with numbers above `after`, in order; at most `limit`, 1–500.
    package func claims(
        _ filter: Filter,
        after sequence: Int64,
        limit: Int
    ) async throws(KioskError) -> [StoredClaim] {
        let kiosk = kiosk
        let bounded = min(max(limit, 1), 500)
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: Self.selection + """
                     WHERE claim.sequence > ? AND \(filter.condition) ORDER BY claim.sequence LIMIT ?
                    """,
                arguments: [sequence, bounded]
            ).map { try Self.claim(from: $0, kiosk: kiosk) }
        }
    }

    /// The numbers of all claims that are to be sent, in order: those in the outbox whose content is kept here.
    package func unsentSequences() async throws(KioskError) -> [Int64] {
        try await read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT outbox.sequence FROM outbox JOIN claim ON claim.sequence = outbox.sequence
                    WHERE claim.document IS NOT NULL ORDER BY outbox.sequence
                    """
            )
        }
    }

    /// Links with numbers from `first` on, in order; at most `limit`, 1–500.
    package func links(from first: Int64, limit: Int) async throws(KioskError) -> [StoredLink] {
        let bounded = min(max(limit, 1), 500)
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT sequence, claim_id, previous_hash, hash, document, wiped_at FROM claim
                    WHERE sequence >= ? ORDER BY sequence LIMIT ?
                    """,
                arguments: [first, bounded]
            ).map { row in
                let wipedAt: Int64? = try row.optional("wiped_at")
                return StoredLink(
                    sequence: try row.value("sequence"),
                    claimID: try row.claimID(),
                    previousHash: try row.value("previous_hash"),
                    hash: try row.value("hash"),
                    document: wipedAt == nil ? try row.bytes("document") : nil
                )
            }
        }
    }

    /// Makes all that waits due at once, also what was set aside, because a person says so.
    package func retryAll(_ entry: AuditEntry) async throws(KioskError) {
        let hash = hash
        try await write { db in
            try Self.retry(db, includingSetAside: true)
            try Self.append(entry, hash: hash, db)
        }
    }
}
