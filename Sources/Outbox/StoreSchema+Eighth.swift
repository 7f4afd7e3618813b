extension StoreSchema {
    /// `epoch` is the central's register's, as the last page of changes said; NULL before the first.
    static let eighth = "ALTER TABLE sync ADD COLUMN epoch TEXT;"
}
