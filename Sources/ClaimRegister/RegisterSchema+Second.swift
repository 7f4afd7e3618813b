extension RegisterSchema {
    /// A CHECK cannot be changed in place, so `claim` is made anew and filled from the old one; keys and holders refer
    /// to it by name and find the new one. Claims of the first version hold no parts: their digests never came.
    ///
    /// `part_key` has as many rows for a part as live claims name it; the one with the lowest place is the holder.
    static let second = """
        CREATE TABLE new_claim (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            claim_id TEXT NOT NULL UNIQUE,
            claim_number TEXT NOT NULL UNIQUE,
            kiosk_id TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            content BLOB NOT NULL,
            content_hash TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'in-review')),
            review TEXT,
            clash TEXT CHECK (clash IN ('person', 'vehicle', 'pair', 'battery', 'motor', 'frame')),
            holder TEXT REFERENCES claim (claim_number),
            rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
            programme TEXT NOT NULL,
            amount_fen INTEGER,
            conclusion TEXT CHECK (conclusion IN ('refused', 'withdrawn', 'paid')),
            concluded_at INTEGER,
            UNIQUE (kiosk_id, sequence),
            CHECK ((status = 'in-review') = (review IS NOT NULL)),
            CHECK (status <> 'accepted' OR clash IS NULL),
            CHECK (status <> 'duplicate' OR clash IN ('person', 'vehicle', 'pair') IS TRUE),
            CHECK (status <> 'in-review' OR clash IS NULL OR clash IN ('battery', 'motor', 'frame')),
            CHECK ((clash IS NULL) = (holder IS NULL)),
            CHECK ((conclusion IS NULL) = (concluded_at IS NULL)),
            CHECK (status <> 'duplicate' OR conclusion IS NOT 'paid')
        ) STRICT;
        INSERT INTO new_claim (place, claim_id, claim_number, kiosk_id, sequence, content, content_hash, previous_hash,
                received_at, status, clash, holder, rehearsal, programme, amount_fen)
            SELECT place, claim_id, claim_number, kiosk_id, sequence, content, content_hash, previous_hash,
                received_at, status, clash, holder, rehearsal, programme, amount_fen FROM claim ORDER BY place;
        DROP TABLE claim;
        ALTER TABLE new_claim RENAME TO claim;
        CREATE INDEX live_key_claim ON live_key (claim_number);

        CREATE TABLE part_key (
            programme TEXT NOT NULL,
            rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
            part TEXT NOT NULL CHECK (part IN ('battery', 'motor', 'frame')),
            digest TEXT NOT NULL,
            place INTEGER NOT NULL REFERENCES claim (place),
            PRIMARY KEY (programme, rehearsal, part, digest, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX part_key_claim ON part_key (place);
        """
}
