extension StoreSchema {
    /// `central_restored_at` is the central's own clock when this kiosk last found out that its register is an older copy:
    /// what the central wrote before counts no longer. NULL while that never was.
    static let ninth = "ALTER TABLE sync ADD COLUMN central_restored_at INTEGER;"
}
