extension StoreSchema {
    /// Which papers of which claim may have come out of the printer, and how often.
    static let third = """
        CREATE TABLE print (
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            paper TEXT NOT NULL CHECK (paper IN ('receipt', 'certificate')),
            times INTEGER NOT NULL CHECK (times > 0),
            begun_at INTEGER NOT NULL,
            PRIMARY KEY (sequence, paper)
        ) STRICT, WITHOUT ROWID;
        """
}
