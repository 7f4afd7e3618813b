package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// The id of the folder that holds this store's photos; nil while none is known.
    package func photoFolder() async throws(KioskError) -> String? {
        try await read { db in try String.fetchOne(db, sql: "SELECT photo_folder FROM store WHERE id = 1") }
    }

    /// For a store that was put back on another machine: the photos of the one before are elsewhere.
    package func forgetPhotoFolder() async throws(KioskError) {
        try await write { db in try db.execute(sql: "UPDATE store SET photo_folder = NULL WHERE id = 1") }
    }

    package func keep(photoFolder id: String) async throws(KioskError) {
        try await write { db in try db.execute(sql: "UPDATE store SET photo_folder = ? WHERE id = 1", arguments: [id]) }
    }

    /// Whether a claim's photo has this name, sent or not.
    package func hasAttachment(_ name: String) async throws(KioskError) -> Bool {
        try await read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM attachment WHERE name = ?)", arguments: [name])
                ?? false
        }
    }
}
