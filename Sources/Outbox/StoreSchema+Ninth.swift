extension StoreSchema {
    /// Times of the central's own clock. `heard_at` is that of the latest page of changes that was heard, NULL before the
    /// first. What the central wrote before `central_restored_at` counts no longer: this kiosk found out since that its
    /// register is an older copy; NULL while that never was.
    static let ninth = """
        ALTER TABLE sync ADD COLUMN heard_at INTEGER;
        ALTER TABLE sync ADD COLUMN central_restored_at INTEGER;
        """
}
