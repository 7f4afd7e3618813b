extension StoreSchema {
    /// Photos on their way to the central, how far the kiosk has listened to it, and what is known of the clock.
    ///
    /// `attachment.name` is what the claim calls the photo, `bytes` the size of the sealed file. `sync.told_…` is the
    /// chain's end that the central was told of; `restored_at` is set while the store may be older than what it sent.
    static let sixth = """
        CREATE TABLE attachment (
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            name TEXT NOT NULL CHECK (length(name) = 64),
            bytes INTEGER NOT NULL CHECK (bytes > 0),
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'needs_person')),
            confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed BETWEEN 0 AND bytes),
            next_attempt_at INTEGER NOT NULL DEFAULT 0,
            problem_code TEXT,
            problem_message TEXT,
            problem_remedy TEXT,
            PRIMARY KEY (sequence, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX attachment_waiting ON attachment (sequence) WHERE state = 'waiting';
        INSERT INTO tally VALUES ('photo-waiting', 0), ('photo-sent', 0), ('photo-needs_person', 0);
        CREATE TRIGGER attachment_added AFTER INSERT ON attachment BEGIN
            UPDATE tally SET count = count + 1 WHERE state = 'photo-' || NEW.state;
        END;
        CREATE TRIGGER attachment_moved AFTER UPDATE OF state ON attachment WHEN OLD.state <> NEW.state BEGIN
            UPDATE tally SET count = count - 1 WHERE state = 'photo-' || OLD.state;
            UPDATE tally SET count = count + 1 WHERE state = 'photo-' || NEW.state;
        END;

        CREATE TRIGGER answer_removed AFTER DELETE ON answer BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.status;
        END;

        CREATE TABLE sync (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            cursor TEXT,
            confirmed_up_to INTEGER NOT NULL DEFAULT 0,
            told_sequence INTEGER NOT NULL DEFAULT 0,
            told_hash TEXT,
            restored_at INTEGER
        ) STRICT;
        INSERT INTO sync (id) VALUES (1);

        CREATE TABLE clock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seen_at INTEGER NOT NULL,
            seen_boot TEXT NOT NULL,
            seen_uptime INTEGER NOT NULL,
            trusted_at INTEGER,
            trusted_boot TEXT,
            trusted_uptime INTEGER,
            set_back_at INTEGER
        ) STRICT;
        """
}
