extension StoreSchema {
    /// `claim` is made anew: its link in the chain stands in the row itself (one row and fewer pages a commit), what is
    /// personal or no longer needed may be wiped while number and hashes stay, and an amendment names its original.
    /// `answer` knows claims that came back. With a dropped table go its triggers. `outbox_waiting` cost a page a commit
    /// and held what the table's own order says.
    static let fourth = """
        CREATE TABLE new_claim (
            sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
            claim_id TEXT NOT NULL UNIQUE,
            recorded_at INTEGER NOT NULL,
            person_digest TEXT NOT NULL,
            vehicle_digest TEXT,
            amount_fen INTEGER,
            verdict TEXT NOT NULL,
            live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL,
            amends INTEGER REFERENCES claim (sequence),
            wiped_at INTEGER,
            masked_applicant TEXT,
            masked_plate TEXT,
            document BLOB CHECK (length(document) > 0),
            CHECK ((document IS NULL) = (wiped_at IS NOT NULL))
        ) STRICT;
        INSERT INTO new_claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict, live,
                previous_hash, hash, masked_applicant, masked_plate, document)
            SELECT claim.sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict, live,
                previous_hash, hash, masked_applicant, masked_plate, document
            FROM claim JOIN chain ON chain.sequence = claim.sequence;
        DROP TABLE chain;
        DROP TABLE claim;
        ALTER TABLE new_claim RENAME TO claim;
        CREATE INDEX claim_person ON claim (person_digest) WHERE live = 1;
        CREATE INDEX claim_vehicle ON claim (vehicle_digest) WHERE live = 1 AND vehicle_digest IS NOT NULL;
        CREATE INDEX claim_amends ON claim (amends) WHERE amends IS NOT NULL;

        DROP INDEX outbox_waiting;

        CREATE TABLE new_answer (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'in-review', 'returned')),
            received_at INTEGER NOT NULL,
            reason_code TEXT,
            other_claim TEXT,
            part TEXT CHECK (part IN ('battery', 'motor', 'frame')),
            answered_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO new_answer SELECT sequence, status, received_at, reason_code, other_claim, part, answered_at
            FROM answer;
        DROP TABLE answer;
        ALTER TABLE new_answer RENAME TO answer;
        CREATE INDEX answer_returned ON answer (sequence) WHERE status = 'returned';
        INSERT INTO tally VALUES ('returned', 0);
        CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;
        CREATE TRIGGER answer_moved AFTER UPDATE OF status ON answer WHEN OLD.status <> NEW.status BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.status;
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;
        """
}
