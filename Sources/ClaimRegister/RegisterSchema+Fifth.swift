extension RegisterSchema {
    /// Links that corrections name of claims that were not here when the correction came. Where the claim comes after
    /// all, it counts and the row does not.
    static let fifth = """
        CREATE TABLE corrected (
            kiosk_id TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            claim_id TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            recorded_day INTEGER NOT NULL,
            corrected_by INTEGER NOT NULL,
            PRIMARY KEY (kiosk_id, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX corrected_day ON corrected (kiosk_id, recorded_day, sequence);
        """
}
