import GRDB

/// The tables of the SQLite register. A migration that was ever released never changes.
enum RegisterSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 claims and their keys") { db in
            try db.execute(
                sql: """
                    CREATE TABLE register (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1))
                    ) STRICT;

                    CREATE TABLE claim (
                        place INTEGER PRIMARY KEY AUTOINCREMENT,
                        claim_id TEXT NOT NULL UNIQUE,
                        claim_number TEXT NOT NULL UNIQUE,
                        kiosk_id TEXT NOT NULL,
                        sequence INTEGER NOT NULL CHECK (sequence > 0),
                        content BLOB NOT NULL,
                        content_hash TEXT NOT NULL,
                        previous_hash TEXT NOT NULL,
                        received_at INTEGER NOT NULL,
                        status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate')),
                        clash TEXT CHECK (clash IN ('person', 'vehicle', 'pair')),
                        holder TEXT REFERENCES claim (claim_number),
                        rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
                        programme TEXT NOT NULL,
                        amount_fen INTEGER,
                        UNIQUE (kiosk_id, sequence),
                        CHECK ((status = 'duplicate') = (clash IS NOT NULL)),
                        CHECK ((clash IS NULL) = (holder IS NULL))
                    ) STRICT;

                    CREATE TABLE live_key (
                        programme TEXT NOT NULL,
                        rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
                        kind TEXT NOT NULL CHECK (kind IN ('person', 'vehicle', 'pair')),
                        digest TEXT NOT NULL,
                        claim_number TEXT NOT NULL REFERENCES claim (claim_number),
                        PRIMARY KEY (programme, rehearsal, kind, digest)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("2 parts, reviews, conclusions") { try $0.execute(sql: second) }
        migrator.registerMigration("3 disputes, changes, amendments") { try third($0) }
        migrator.registerMigration("4 kiosks, tokens, certificates") { try $0.execute(sql: fourth) }
        migrator.registerMigration("5 links that corrections name") { try $0.execute(sql: fifth) }
        migrator.registerMigration("6 epoch") { try $0.execute(sql: sixth) }
        migrator.registerMigration("7 keys by programme") { try seventh($0) }
        return migrator
    }
}
