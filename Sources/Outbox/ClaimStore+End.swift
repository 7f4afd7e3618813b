package import Claims
import GRDB
import SQLiteFile
import Synchronization

/// What was in the store when the programme was ended.
package struct StoreEnd: Hashable, Sendable {
    package let at: Timestamp
    package let lastSequence: Int64
    package let lastHash: String
    package let paid: Int64
    package let refused: Int64
    package let withdrawn: Int64
}

extension ClaimStore {
    /// When the programme was ended here; nothing is recorded after that.
    package func endedAt() async throws(KioskError) -> Timestamp? {
        try await read { db in
            try Int64.fetchOne(db, sql: "SELECT ended_at FROM store WHERE id = 1").map(Timestamp.init(milliseconds:))
        }
    }

    /// Wipes everything but numbers, ids and hashes, for good. Asked again it gives the same end; but where the central
    /// has filled in claims since, it ends anew, with a time of its own.
    ///
    /// Throws `programme.unsent`, with counts, while a claim is unsent or came back and was not amended;
    /// `programme.open-claims` while one is in review or in dispute, which may still come back and cannot be amended after
    /// the end, unless it ends `despiteOpen`; and `store.restored-unconfirmed` or `store.restored-conflict` while the
    /// central may have claims that are not here: the end would leave them out.
    package func endProgramme(despiteOpen: Bool = false, _ entry: AuditEntry) async throws(KioskError) -> StoreEnd {
        let hash = hash
        let file = database.file
        let end = try await write { [self] db in
            try Self.requireConfirmed(db, of: kiosk, file)
            let known = try Int64.fetchOne(
                db,
                sql: """
                    SELECT ended_at FROM store
                    WHERE id = 1 AND wiped_up_to >= (SELECT coalesce(max(sequence), 0) FROM claim)
                    """
            )
            if known == nil {
                try Self.checkNothingIsUnsent(db)
                if !despiteOpen { try Self.checkAllAreDecided(db) }
                try db.execute(sql: Self.wipeAll, arguments: ["now": entry.at.milliseconds])
                // Here, and not after the wait: a claim may be next on the store's queue. It looks into the file again.
                isEnded.withLock { $0 = nil }
                try Self.append(entry, hash: hash, db)
            }
            return try Self.end(db, at: known.map(Timestamp.init(milliseconds:)) ?? entry.at)
        }
        try await database.compact()
        try await database.emptyLog()
        return end
    }

    /// Throws `programme.ended`. Looks into the file once, and once more after the end.
    func checkNotEnded(_ db: Database) throws {
        let known = isEnded.withLock { $0 }
        let found = try known ?? (Int64.fetchOne(db, sql: "SELECT ended_at FROM store WHERE id = 1") != nil)
        if known == nil { isEnded.withLock { $0 = found } }
        guard found else { return }
        throw KioskError(
            .programmeEnded,
            "the programme was ended at this kiosk; nothing is recorded any more",
            remedy: "Set the kiosk up anew for the next programme."
        )
    }

    private static func checkNothingIsUnsent(_ db: Database) throws {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        let waiting = try count("SELECT count(*) FROM outbox WHERE state = 'waiting'")
        let aside = try count("SELECT count(*) FROM outbox WHERE state = 'needs_person'")
        let returned = try returned(db)
        let photos = try count("SELECT count(*) FROM attachment WHERE state <> 'sent'")
        guard waiting + aside + returned + photos > 0 else { return }
        throw KioskError(
            .programmeUnsent,
            """
            the programme cannot end here: claims that wait: \(waiting), photos that wait: \(photos), claims that need \
            a person: \(aside), that came back: \(returned)
            """,
            remedy: "Send or carry over what waits, settle what needs a person, amend what came back; then end it."
        )
    }

    private static func checkAllAreDecided(_ db: Database) throws {
        let open = try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM claim JOIN answer USING (sequence)
                WHERE answer.status IN ('in-review', 'duplicate') AND NOT \(isAmended)
                    AND NOT EXISTS (SELECT 1 FROM conclusion WHERE conclusion.sequence = claim.sequence)
                """
        )
        guard let open, open > 0 else { return }
        throw KioskError(
            .programmeOpenClaims,
            "claims that are still in review or in dispute: \(open); after the end none can be corrected here",
            remedy: "Let the departments decide them first. If the programme must end all the same: --despite-open."
        )
    }

    private static let wipeAll = """
        UPDATE claim SET document = NULL, wiped_at = coalesce(wiped_at, :now), masked_applicant = NULL,
            masked_plate = NULL, person_digest = '', vehicle_digest = NULL, live = 0;
        UPDATE store SET ended_at = :now, wiped_up_to = coalesce((SELECT max(sequence) FROM claim), 0);
        DELETE FROM part_key;
        DELETE FROM ending;
        DELETE FROM print;
        DELETE FROM probe;
        DELETE FROM pause;
        """

    private static func end(_ db: Database, at time: Timestamp) throws -> StoreEnd {
        let last = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM claim ORDER BY sequence DESC LIMIT 1")
        var counts: [String: Int64] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT kind, count(*) AS count FROM conclusion GROUP BY kind") {
            counts[try row.value("kind")] = try row.value("count")
        }
        return StoreEnd(
            at: time,
            lastSequence: try last?.value("sequence") ?? 0,
            lastHash: try last?.value("hash") ?? String(repeating: "0", count: 64),
            paid: counts["paid"] ?? 0,
            refused: counts["refused"] ?? 0,
            withdrawn: counts["withdrawn"] ?? 0
        )
    }
}
