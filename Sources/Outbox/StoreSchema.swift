import GRDB

/// The tables, and how they came to be. A migration that was released is never changed; new ones are appended.
///
/// Money in fen, times in milliseconds since 1970 UTC, digests and hashes as 64 lower-case hex digits. Nothing here
/// deletes a claim. `tally` is kept by triggers so that no page counts rows.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 claims, chain, outbox") { try $0.execute(sql: first) }
        migrator.registerMigration("2 parts, reviews, conclusions") { try $0.execute(sql: second) }
        migrator.registerMigration("3 prints") { try $0.execute(sql: third) }
        migrator.registerMigration("4 chain in the claim, wipes, amendments") { try $0.execute(sql: fourth) }
        migrator.registerMigration("5 audit, pause, guards") { try $0.execute(sql: fifth) }
        migrator.registerMigration("6 attachments, sync state, clock") { try $0.execute(sql: sixth) }
        migrator.registerMigration("7 guards of photos") { try $0.execute(sql: seventh) }
        migrator.registerMigration("8 the central's epoch") { try $0.execute(sql: eighth) }
        migrator.registerMigration("9 the central's time") { try $0.execute(sql: ninth) }
        migrator.registerMigration("10 losses") { try $0.execute(sql: tenth) }
        migrator.registerMigration("11 lost claims") { try $0.execute(sql: eleventh) }
        migrator.registerMigration("12 forks") { try $0.execute(sql: twelfth) }
        migrator.registerMigration("13 the photos' folder") { try $0.execute(sql: thirteenth) }
        return migrator
    }

    /// `document` comes last in its row, so that reading the other columns does not touch its pages. `live` is 1
    /// while a claim holds its person and its vehicle: not for a residual value, not once it is a duplicate, refused or
    /// withdrawn. `probe` is what `checkWritable()` writes.
    private static let first = """
        CREATE TABLE store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            mode TEXT NOT NULL CHECK (mode IN ('rehearsal', 'production')),
            kiosk TEXT NOT NULL
        ) STRICT;

        CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), content BLOB NOT NULL) STRICT;

        CREATE TABLE claim (
            sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
            claim_id TEXT NOT NULL UNIQUE,
            claim_number TEXT NOT NULL UNIQUE,
            recorded_at INTEGER NOT NULL,
            person_digest TEXT NOT NULL,
            vehicle_digest TEXT,
            masked_applicant TEXT NOT NULL,
            masked_plate TEXT,
            amount_fen INTEGER,
            verdict TEXT NOT NULL,
            live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
            document BLOB NOT NULL CHECK (length(document) > 0)
        ) STRICT;
        CREATE INDEX claim_person ON claim (person_digest) WHERE live = 1;
        CREATE INDEX claim_vehicle ON claim (vehicle_digest) WHERE live = 1 AND vehicle_digest IS NOT NULL;

        CREATE TABLE chain (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;

        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'needs_person')),
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL DEFAULT 0,
            problem_code TEXT,
            problem_message TEXT,
            problem_remedy TEXT
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox (sequence) WHERE state = 'waiting';
        CREATE INDEX outbox_next ON outbox (next_attempt_at) WHERE state = 'waiting' AND next_attempt_at > 0;
        CREATE INDEX outbox_problem ON outbox (state, sequence) WHERE problem_code IS NOT NULL;

        CREATE TABLE answer (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate')),
            received_at INTEGER NOT NULL,
            reason_code TEXT,
            other_claim TEXT,
            answered_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE ending (
            id INTEGER PRIMARY KEY,
            ended_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('refused', 'held')),
            step TEXT NOT NULL,
            reason_code TEXT NOT NULL,
            reason_values TEXT NOT NULL,
            person_digest TEXT,
            vehicle_digest TEXT
        ) STRICT;

        CREATE TABLE tally (state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO tally VALUES ('waiting', 0), ('needs_person', 0), ('accepted', 0), ('duplicate', 0);
        CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
            UPDATE tally SET count = count + 1 WHERE state = NEW.state;
        END;
        CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.state;
        END;
        CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.state;
            UPDATE tally SET count = count + 1 WHERE state = NEW.state;
        END;
        CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;
        CREATE TRIGGER answer_moved AFTER UPDATE OF status ON answer WHEN OLD.status <> NEW.status BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.status;
            UPDATE tally SET count = count + 1 WHERE state = NEW.status;
        END;
        """
}
