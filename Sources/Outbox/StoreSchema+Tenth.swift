extension StoreSchema {
    /// `loss` has a row for each photo that is gone from the disk and that a supervisor settled, after its claim had
    /// ended. The guard of photos knows it: nothing else lets go of one that was not sent.
    static let tenth = """
        CREATE TABLE loss (
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            name TEXT NOT NULL CHECK (length(name) = 64),
            settled_at INTEGER NOT NULL,
            PRIMARY KEY (sequence, name)
        ) STRICT, WITHOUT ROWID;
        DROP TRIGGER attachment_kept;
        CREATE TRIGGER attachment_kept BEFORE DELETE ON attachment
        WHEN OLD.state <> 'sent' AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence)
            AND NOT EXISTS (SELECT 1 FROM loss WHERE sequence = OLD.sequence AND name = OLD.name) BEGIN
            SELECT RAISE(ABORT, 'a photo that was not sent stays');
        END;
        """
}
