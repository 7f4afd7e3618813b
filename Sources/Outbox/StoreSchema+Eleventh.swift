extension StoreSchema {
    /// `lost_claim` has a row for each claim that the central lost after it was wiped here and that a supervisor settled:
    /// what the central had answered, which stands again if it finds the claim after all.
    static let eleventh = """
        CREATE TABLE lost_claim (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            status TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            reason_code TEXT,
            other_claim TEXT,
            part TEXT,
            answered_at INTEGER NOT NULL,
            settled_at INTEGER NOT NULL
        ) STRICT;
        """
}
