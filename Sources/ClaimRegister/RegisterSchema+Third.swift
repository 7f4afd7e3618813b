import Claims
import GRDB
import SQLiteFile

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RegisterSchema {
    /// Who holds what is judged again whenever connected claims change, so every live claim's keys are kept, those of a
    /// duplicate too: whole in its row (`keys`), and their last 64 bits in `claim_key`, which stays small. It has rows
    /// of live claims only: not of refused and withdrawn ones, nor of those that an amendment has taken the place of.
    ///
    /// `own_review` is the server's own reason, `review` the one that stands after parts were compared. `change` is
    /// what kiosks were or will be told, in the order in which it happened.
    static func third(_ db: Database) throws {
        try db.execute(sql: thirdTables)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT place, content, received_at, status, review, clash,
                    conclusion IS NULL OR conclusion = 'paid' AS live,
                    (SELECT group_concat(kind || ':' || digest, ' ') FROM live_key
                        WHERE live_key.claim_number = claim.claim_number) AS held,
                    (SELECT group_concat(part || ':' || digest, ' ') FROM part_key
                        WHERE part_key.place = claim.place) AS parts
                FROM claim
                """
        )
        while let row = try rows.next() { try fill(row, in: db) }
        try db.execute(sql: "DROP TABLE live_key; DROP TABLE part_key;")
    }

    private static let thirdTables = """
        ALTER TABLE claim ADD COLUMN recorded_day INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE claim ADD COLUMN captured_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE claim ADD COLUMN keys TEXT NOT NULL DEFAULT '';
        ALTER TABLE claim ADD COLUMN own_review TEXT;
        ALTER TABLE claim ADD COLUMN amends TEXT;
        ALTER TABLE claim ADD COLUMN amended_by TEXT REFERENCES claim (claim_number);
        ALTER TABLE claim ADD COLUMN returned_reason TEXT;
        ALTER TABLE claim ADD COLUMN returned_note TEXT;
        ALTER TABLE claim ADD COLUMN returned_at INTEGER;
        CREATE INDEX claim_day ON claim (kiosk_id, recorded_day, sequence);
        CREATE INDEX claim_amends ON claim (amends) WHERE amends IS NOT NULL;

        CREATE TABLE claim_key (
            hash INTEGER NOT NULL,
            place INTEGER NOT NULL REFERENCES claim (place),
            PRIMARY KEY (hash, place)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE change (
            cursor INTEGER PRIMARY KEY AUTOINCREMENT,
            kiosk_id TEXT NOT NULL,
            place INTEGER NOT NULL REFERENCES claim (place),
            standing TEXT NOT NULL CHECK (standing IN
                ('accepted', 'duplicate', 'in-review', 'returned', 'amended', 'refused', 'withdrawn', 'paid')),
            reason TEXT,
            clash TEXT,
            other TEXT,
            rival TEXT,
            changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX change_kiosk ON change (kiosk_id, cursor);

        CREATE TABLE head (
            kiosk_id TEXT PRIMARY KEY,
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            hash TEXT NOT NULL,
            said_at INTEGER NOT NULL,
            heard_at INTEGER NOT NULL
        ) STRICT;
        """

    /// What an older document says of itself. Its clock was not watched: the time of receipt orders it.
    private struct Content: Decodable {
        struct Keys: Decodable {
            let person: String?
            let vehicle: String?
            let pair: String?
            let parts: [String: String]?
        }

        let recordedAt: String?
        let keys: Keys?
    }

    private static func fill(_ row: Row, in db: Database) throws {
        let receivedAt: Int64 = try row.value("received_at")
        let status: String = try row.value("status")
        let review: String? = try row.optional("review")
        let clash: String? = try row.optional("clash")
        let content = try? JSONDecoder().decode(Content.self, from: Data(row.bytes("content")))
        let isLive: Bool = try row.value("live")
        // A duplicate held nothing, so its keys stand in its document only; a clash tells how the programme counts.
        let words =
            status == "duplicate"
            ? content?.keys.map { wanted($0, pairs: clash == "pair") } ?? []
            : [try row.optional("held") ?? "", try row.optional("parts") ?? ""]
        let keys = ClaimKey.list(words.joined(separator: " ")) ?? []
        let recordedAt = content?.recordedAt.flatMap { Timestamp($0) } ?? Timestamp(milliseconds: receivedAt)
        let place: Int64 = try row.value("place")
        try db.execute(
            sql: "UPDATE claim SET recorded_day = ?, captured_at = ?, keys = ?, own_review = ? WHERE place = ?",
            arguments: [
                recordedAt.date().daysSince1970, receivedAt, ClaimKey.text(keys),
                clash != nil && review == Reason.Code.partSeen.rawValue ? nil : review, place,
            ]
        )
        guard isLive else { return }
        for key in keys {
            try db.execute(sql: "INSERT OR IGNORE INTO claim_key VALUES (?, ?)", arguments: [key.hash, place])
        }
    }

    private static func wanted(_ keys: Content.Keys, pairs: Bool) -> [String] {
        let once = pairs ? [("pair", keys.pair)] : [("person", keys.person), ("vehicle", keys.vehicle)]
        let parts = Part.allCases.map { ($0.rawValue, keys.parts?[$0.rawValue]) }
        return (once + parts).compactMap { kind, digest in digest.map { "\(kind):\($0)" } }
    }
}
