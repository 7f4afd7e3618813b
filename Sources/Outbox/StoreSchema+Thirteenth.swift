extension StoreSchema {
    /// `photo_folder` is the id that the folder of the photos has in a file of its own; NULL while none is known.
    static let thirteenth = "ALTER TABLE store ADD COLUMN photo_folder TEXT;"
}
