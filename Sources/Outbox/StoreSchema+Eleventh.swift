extension StoreSchema {
    /// `lost_claim` has a row for each claim that is gone at both ends and that a supervisor settled: what the central had
    /// answered before it lost the claim, which stands again if it finds it after all. Nothing is known of a number that
    /// was given before the store was put back from a copy. The outbox lets go of what was settled.
    static let eleventh = """
        CREATE TABLE lost_claim (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            status TEXT,
            received_at INTEGER,
            reason_code TEXT,
            other_claim TEXT,
            part TEXT,
            answered_at INTEGER,
            settled_at INTEGER NOT NULL
        ) STRICT;
        DROP TRIGGER outbox_kept;
        CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox
        WHEN NOT EXISTS (SELECT 1 FROM answer WHERE sequence = OLD.sequence)
            AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence)
            AND NOT EXISTS (SELECT 1 FROM lost_claim WHERE sequence = OLD.sequence) BEGIN
            SELECT RAISE(ABORT, 'a claim without an answer stays in the outbox');
        END;
        """
}
