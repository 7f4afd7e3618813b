extension StoreSchema {
    /// `fork` has a row for each claim of this store's chain that the central's chain does not go on from: there the number
    /// is another claim's, whose hash it is. `settled_at` is set once a supervisor has said that this may be.
    static let twelfth = """
        CREATE TABLE fork (
            sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
            hash TEXT NOT NULL,
            settled_at INTEGER
        ) STRICT;
        """
}
