import GRDB

extension RegisterSchema {
    /// A key's hash in the index has its programme in it: see `ClaimKey.hash(in:)`.
    static func seventh(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE new_key (
                    hash INTEGER NOT NULL,
                    place INTEGER NOT NULL REFERENCES claim (place),
                    PRIMARY KEY (hash, place)
                ) STRICT, WITHOUT ROWID;
                """
        )
        for programme in try String.fetchAll(db, sql: "SELECT DISTINCT programme FROM claim") {
            // SQLite has no exclusive or; this is one, and cannot overflow.
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO new_key (hash, place)
                    SELECT (hash | ?1) - (hash & ?1), place FROM claim_key JOIN claim USING (place)
                    WHERE programme = ?2
                    """,
                arguments: [ClaimKey.mark(of: programme), programme]
            )
        }
        try db.execute(sql: "DROP TABLE claim_key; ALTER TABLE new_key RENAME TO claim_key;")
    }
}
