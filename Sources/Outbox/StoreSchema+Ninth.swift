extension StoreSchema {
    /// `heard_at` is the central's time in the latest page of changes that was heard; NULL before the first.
    static let ninth = "ALTER TABLE sync ADD COLUMN heard_at INTEGER;"
}
