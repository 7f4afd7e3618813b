extension StoreSchema {
    /// A CHECK cannot be changed in place, so `answer` and `ending` are made anew and filled from the old ones; with
    /// a dropped table go its triggers. Claims of the first version hold no parts: it did not make their digests.
    ///
    /// `part_key.live` is 1 until the claim is a duplicate, refused or withdrawn; unlike `claim.live` it is 1 for a
    /// residual value too. Of the notes with one `note_id` at most one stands; the others were taken back.
    static let second = """
        CREATE TABLE part_key (
            kind TEXT NOT NULL CHECK (kind IN ('battery', 'motor', 'frame')),
            digest TEXT NOT NULL,
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
            PRIMARY KEY (kind, digest, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX part_claim ON part_key (sequence);

        CREATE TABLE conclusion (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            kind TEXT NOT NULL CHECK (kind IN ('refused', 'withdrawn', 'paid')),
            concluded_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE new_answer (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'in-review')),
            received_at INTEGER NOT NULL,
            reason_code TEXT,
            other_claim TEXT,
            part TEXT CHECK (part IN ('battery', 'motor', 'frame')),
            answered_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO new_answer (sequence, status, received_at, reason_code, other_claim, answered_at)
            SELECT sequence, status, received_at, reason_code, other_claim, answered_at FROM answer;
        DROP TABLE answer;
        ALTER TABLE new_answer RENAME TO answer;
        INSERT INTO tally VALUES ('in-review', 0);
        CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;
        CREATE TRIGGER answer_moved AFTER UPDATE OF status ON answer WHEN OLD.status <> NEW.status BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.status;
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;

        CREATE TABLE new_ending (
            id INTEGER PRIMARY KEY,
            note_id TEXT NOT NULL,
            ended_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('refused', 'held')),
            step TEXT NOT NULL,
            reason_code TEXT NOT NULL,
            reason_values TEXT NOT NULL,
            rule TEXT,
            facts TEXT NOT NULL,
            versions TEXT NOT NULL,
            person_digest TEXT,
            vehicle_digest TEXT,
            taken_back_at INTEGER
        ) STRICT;
        INSERT INTO new_ending (id, note_id, ended_at, kind, step, reason_code, reason_values, facts, versions,
                person_digest, vehicle_digest)
            SELECT id, 'first-version-' || id, ended_at, kind, step, reason_code, reason_values, '{}', '{}',
                person_digest, vehicle_digest FROM ending;
        DROP TABLE ending;
        ALTER TABLE new_ending RENAME TO ending;
        CREATE UNIQUE INDEX ending_standing ON ending (note_id) WHERE taken_back_at IS NULL;
        """
}
