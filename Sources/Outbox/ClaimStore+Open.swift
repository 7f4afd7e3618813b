package import Claims
import GRDB
import Glibc

extension ClaimStore {
    /// A store up to this size is checked page by page when it is opened (milliseconds); a larger one only on request.
    private static let checkedSize: Int64 = 8 << 20

    /// Opens the store, or makes it when there is nothing at `path`. Blocks for some milliseconds: for start-up only.
    ///
    /// `hash` gives the chain its hashes: lower-case hex of SHA-256. An existing file is first looked at through a
    /// connection that cannot write, so whatever is refused here is left byte for byte as it was.
    ///
    /// Throws `store.open-failed` (no folder, no plain file), `store.in-use`, `store.read-only`, `store.disk-full`,
    /// `store.damaged` (also for an empty file, or a journal without its store: never a silent new store),
    /// `store.newer-version`, `store.wrong-mode` (another mode or another kiosk made it), `store.failed`.
    package static func open(
        at path: String,
        mode: Mode,
        kiosk: KioskID,
        hash: @escaping @Sendable ([UInt8]) -> String
    ) throws(KioskError) -> ClaimStore {
        try checkFolder(of: path)
        let lock = try StoreLock(path: path + ".lock")
        let queue: DatabaseQueue
        do {
            if try size(of: path) == nil {
                guard try (size(of: path + "-wal") ?? 0) == 0 else {
                    throw StoreFailure.damaged(path, "the file is gone, its journal \(path)-wal is there")
                }
                try create(path, mode: mode, kiosk: kiosk)
            } else {
                try inspect(path, mode: mode, kiosk: kiosk)
            }
            queue = try DatabaseQueue(path: path, configuration: writing)
            try StoreSchema.migrator.migrate(queue)
            // A file that cannot be written is opened all the same; only asking for the write lock tells.
            try queue.inDatabase { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                try db.execute(sql: "ROLLBACK")
            }
        } catch {
            throw StoreFailure.map(error, path: path)
        }
        return ClaimStore(path: path, mode: mode, kiosk: kiosk, queue: queue, lock: lock, hash: hash)
    }

    /// GRDB sets `synchronous = NORMAL` when it switches a database to WAL itself, after `prepareDatabase`: hence
    /// `.default`, and both pragmas here. They cannot run inside a transaction.
    private static var writing: Configuration {
        var configuration = Configuration()
        configuration.label = "claim-store"
        configuration.journalMode = .default
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "no write-ahead log on this file system")
            }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Pages. About a hundred claims; the log stays small enough to be read again quickly after a power cut.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 1000")
            _ = try Int64.fetchOne(db, sql: "PRAGMA journal_size_limit = 8388608")
        }
        return configuration
    }

    private static func checkFolder(of path: String) throws(KioskError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var information = stat()
        guard stat(folder, &information) == 0 else {
            throw StoreFailure.system(errno, doing: "opening the folder of the store", path: folder)
        }
        guard information.st_mode & S_IFMT == S_IFDIR else {
            throw StoreFailure.system(ENOTDIR, doing: "opening the folder of the store", path: folder)
        }
    }

    /// Bytes, nil when nothing is there.
    private static func size(of path: String) throws(KioskError) -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0 else {
            if errno == ENOENT { return nil }
            throw StoreFailure.system(errno, doing: "looking at the store", path: path)
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw KioskError(
                .storeOpen,
                "\(path) is not a plain file",
                remedy: "Let the settings name a file in the daemon's state folder."
            )
        }
        return Int64(information.st_size)
    }

    /// Makes the store beside its place and moves it there when it is whole, so that an empty or half file at `path`
    /// always means damage.
    private static func create(_ path: String, mode: Mode, kiosk: KioskID) throws {
        let draft = path + ".new"
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
        // SQLite would take the process's umask; its journals take the mode of the store.
        let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFailure.system(errno, doing: "making the store", path: draft) }
        Glibc.close(descriptor)
        do {
            let queue = try DatabaseQueue(path: draft, configuration: writing)
            try StoreSchema.migrator.migrate(queue)
            try queue.write { db in
                try db.execute(
                    sql: "INSERT INTO store (id, mode, kiosk) VALUES (1, ?, ?)",
                    arguments: [mode.rawValue, kiosk.text]
                )
            }
            try queue.close()
            guard rename(draft, path) == 0 else {
                throw StoreFailure.system(errno, doing: "moving the new store to its place", path: path)
            }
            try syncFolder(of: path)
        } catch {
            for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
            throw error
        }
    }

    private static func syncFolder(of path: String) throws(KioskError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFailure.system(errno, doing: "opening the folder", path: folder) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreFailure.system(errno, doing: "syncing the folder", path: folder)
        }
    }

    /// Refuses a store that is not ours to write.
    private static func inspect(_ path: String, mode: Mode, kiosk: KioskID) throws {
        guard let size = try size(of: path), size > 0 else { throw StoreFailure.damaged(path, "the file is empty") }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.inDatabase { db in
            guard try db.tableExists("grdb_migrations") else {
                throw StoreFailure.damaged(path, "it is a database, but no kiosk's store")
            }
            guard try !StoreSchema.migrator.hasBeenSuperseded(db) else {
                throw KioskError(
                    .storeNewer,
                    "the store \(path) was made by a newer version of kioskd",
                    remedy: "Install that version again, or restore a backup made with this one."
                )
            }
            if size <= checkedSize, let problem = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), problem != "ok"
            {
                throw StoreFailure.damaged(path, problem)
            }
            guard try db.tableExists("store"),
                let owner = try Row.fetchOne(db, sql: "SELECT mode, kiosk FROM store WHERE id = 1")
            else { throw StoreFailure.damaged(path, "it does not say whose store it is") }
            let foundMode: String = try owner.value("mode")
            let foundKiosk: String = try owner.value("kiosk")
            guard foundMode == mode.rawValue else {
                throw StoreFailure.wrongOwner(path, "is a \(foundMode) store, this is a \(mode.rawValue) kiosk")
            }
            guard foundKiosk == kiosk.text else {
                throw StoreFailure.wrongOwner(path, "belongs to kiosk \(foundKiosk), this is kiosk \(kiosk.text)")
            }
        }
    }
}
