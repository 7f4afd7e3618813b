package import Claims
import GRDB

extension ClaimStore {
    /// Part serials that one claim can name: more than a bike has batteries.
    package static let maximumParts = 64

    /// The first live claim of this store that holds the part.
    ///
    /// A part is held from the commit until the claim is a duplicate, refused or withdrawn, whatever the claim pays: a
    /// battery that comes back after a residual value, or with another bike after it was paid for, was not destroyed
    /// (a row of the ledger of parts, not of the once-only rule). So a claim for a residual value, which holds neither
    /// person nor vehicle, holds its parts.
    package func liveClaim(part: Part, digest: String) async throws(KioskError) -> ClaimNumber? {
        let kiosk = kiosk
        return try await read { try Self.firstLive($0, PartKey(part, digest: digest), kiosk: kiosk) }
    }

    /// Which of the parts are held, in the order given.
    static func seen(_ db: Database, _ parts: [PartKey], kiosk: KioskID) throws -> [PartSeen] {
        try parts.compactMap { key in
            try firstLive(db, key, kiosk: kiosk).map { PartSeen(key, holder: $0) }
        }
    }

    static func hold(_ db: Database, _ parts: [PartKey], sequence: Int64) throws {
        // The same serial twice on one bike is one key. Three at a time, as a bike has: one statement for most claims.
        let insert = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO part_key (kind, digest, sequence)
                VALUES (?2, ?3, ?1), (?4, ?5, ?1), (?6, ?7, ?1)
                """
        )
        for start in stride(from: 0, to: parts.count, by: 3) {
            let keys = (start..<start + 3).map { parts[min($0, parts.count - 1)] }
            try insert.execute(
                arguments: [
                    sequence, keys[0].part.rawValue, keys[0].digest, keys[1].part.rawValue, keys[1].digest,
                    keys[2].part.rawValue, keys[2].digest,
                ]
            )
        }
    }

    /// Person, vehicle and parts may be claimed again.
    static func release(_ db: Database, sequence: Int64) throws {
        try db.execute(sql: "UPDATE claim SET live = 0 WHERE sequence = ?", arguments: [sequence])
        try db.execute(sql: "UPDATE part_key SET live = 0 WHERE sequence = ?", arguments: [sequence])
    }

    private static func firstLive(_ db: Database, _ key: PartKey, kiosk: KioskID) throws -> ClaimNumber? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: "SELECT min(sequence) FROM part_key WHERE kind = ? AND digest = ? AND live = 1"
            ),
            arguments: [key.part.rawValue, key.digest]
        ).map { ClaimNumber(kiosk: kiosk, sequence: $0) }
    }
}
