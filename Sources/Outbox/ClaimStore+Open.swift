package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// Bytes. A store up to this size is checked page by page when it is opened (milliseconds).
    private static let checkedSize: Int64 = 8 << 20

    /// Opens the store, or makes it when there is nothing at `path`. Blocks for some milliseconds: for start-up only.
    ///
    /// `hash` gives the chain its hashes: lower-case hex of SHA-256. A file that is refused is left byte for byte as
    /// it was.
    ///
    /// Throws `store.open-failed` (no folder, no plain file), `store.in-use`, `store.read-only`, `store.disk-full`,
    /// `store.damaged` (also for an empty file, a journal without its store, a link that leads nowhere, or a store that
    /// was here before and is gone: never a silent new store),
    /// `store.newer-version`, `store.wrong-mode` (another mode or another kiosk made it), `store.failed`.
    package static func open(
        at path: String,
        mode: Mode,
        kiosk: KioskID,
        hash: @escaping @Sendable ([UInt8]) -> String
    ) throws(KioskError) -> ClaimStore {
        let file = StoreFile(
            path: path,
            noun: "store",
            program: "kioskd",
            advice: StoreFile.Advice(
                whenFull: "Take no bike before that.",
                whenDamaged: "Do not start on an empty store: claims that were not sent are in this one."
            )
        )
        let database = try DurableDatabase.open(
            file,
            migrator: StoreSchema.migrator,
            erasesFreed: true,
            checkedSize: checkedSize,
            sign: { db in
                try db.execute(
                    sql: "INSERT INTO store (id, mode, kiosk) VALUES (1, ?, ?)",
                    arguments: [mode.rawValue, kiosk.text]
                )
            },
            admit: { try admit($0, file, mode: mode, kiosk: kiosk) }
        )
        return ClaimStore(database: database, mode: mode, kiosk: kiosk, hash: hash)
    }

    private static func admit(_ db: Database, _ file: StoreFile, mode: Mode, kiosk: KioskID) throws {
        guard try db.tableExists("store"),
            let owner = try Row.fetchOne(db, sql: "SELECT mode, kiosk FROM store WHERE id = 1")
        else { throw file.damaged("it does not say whose store it is") }
        let foundMode: String = try owner.value("mode")
        let foundKiosk: String = try owner.value("kiosk")
        guard foundMode == mode.rawValue else {
            throw file.wrongOwner("is a \(foundMode) store, this is a \(mode.rawValue) kiosk")
        }
        guard foundKiosk == kiosk.text else {
            throw file.wrongOwner("belongs to kiosk \(foundKiosk), this is kiosk \(kiosk.text)")
        }
    }
}
