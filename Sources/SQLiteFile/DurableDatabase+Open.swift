package import Claims
import CrashPoints
package import GRDB
import Glibc

extension DurableDatabase {
    /// Opens the file, or makes it with mode 0600 when there is nothing at its path. Blocks for some milliseconds: for
    /// start-up only.
    ///
    /// An existing file is first looked at through a connection that cannot write, so whatever is refused here is left
    /// byte for byte as it was.
    ///
    /// Throws `store.open-failed` (no folder, no plain file), `store.in-use`, `store.read-only`, `store.disk-full`,
    /// `store.damaged` (also for an empty file, a journal without its store, a link that leads nowhere, or a store that
    /// was here before and is gone: never a silent new store),
    /// `store.newer-version`, `store.failed`, and what the two closures throw.
    ///
    /// - Parameters:
    ///   - erasesFreed: overwrites what is deleted with zeros (sqlite.org/pragma.html#pragma_secure_delete).
    ///   - checkedSize: bytes up to which a file is checked page by page (milliseconds for some MB).
    ///   - sign: writes into a new file whose it is.
    ///   - onOpen: may write, once the tables are of this version.
    ///   - admit: throws for an existing file that belongs to someone else; its tables may be of an older version.
    package static func open(
        _ file: StoreFile,
        migrator: DatabaseMigrator,
        erasesFreed: Bool = false,
        checkedSize: Int64 = .max,
        sign: (Database) throws -> Void,
        admit: (Database) throws -> Void,
        onOpen: (Database) throws -> Void = { _ in }
    ) throws(KioskError) -> DurableDatabase {
        try file.checkFolder()
        let lock = try StoreLock(beside: file)
        do {
            if try file.size() == nil {
                guard try !lock.knowsStore && !file.isDanglingLink() else { throw file.gone() }
                guard try (file.size("-wal") ?? 0) == 0 else {
                    throw file.damaged("the file is gone, its journal \(file.path)-wal is there")
                }
                try create(file, migrator, sign: sign)
            } else {
                try inspect(file, migrator, checkedSize: checkedSize, admit: admit)
            }
            try lock.rememberStore(file)
            let queue = try DatabaseQueue(path: file.path, configuration: writing(file, erasesFreed: erasesFreed))
            try migrator.migrate(queue)
            // A file that cannot be written is opened all the same; only asking for the write lock tells.
            try queue.inDatabase { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                try db.execute(sql: "ROLLBACK")
            }
            try queue.write(onOpen)
            return DurableDatabase(file: file, queue: queue, lock: lock)
        } catch {
            throw file.failure(error)
        }
    }

    /// GRDB sets `synchronous = NORMAL` when it switches a database to WAL itself, after `prepareDatabase`: hence
    /// `.default`, and both pragmas here. They cannot run inside a transaction.
    private static func writing(_ file: StoreFile, erasesFreed: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.label = file.noun
        configuration.journalMode = .default
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard mode == "wal" else {
                throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "no write-ahead log on this file system")
            }
            try db.execute(sql: Syncing.pragma)
            // Pages. The log stays small enough to be read again quickly after a power cut.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 1000")
            _ = try Int64.fetchOne(db, sql: "PRAGMA journal_size_limit = 8388608")
            if erasesFreed { _ = try Int64.fetchOne(db, sql: "PRAGMA secure_delete = ON") }
        }
        return configuration
    }

    /// Makes the file beside its place and moves it there when it is whole, so that an empty or half file at the path
    /// always means damage.
    private static func create(
        _ file: StoreFile,
        _ migrator: DatabaseMigrator,
        sign: (Database) throws -> Void
    ) throws {
        let draft = file.path + ".new"
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
        // SQLite would take the process's umask; its journals take the mode of the file.
        let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw file.failure(errno, doing: "making the file") }
        Glibc.close(descriptor)
        do {
            let queue = try DatabaseQueue(path: draft, configuration: writing(file))
            try migrator.migrate(queue)
            try queue.write(sign)
            try queue.close()
            CrashPoint.storeDrafted.pass()
            guard rename(draft, file.path) == 0 else { throw file.failure(errno, doing: "moving the new file") }
            CrashPoint.storePlaced.pass()
            try file.syncFolder()
        } catch {
            for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) }
            throw error
        }
    }

    /// Refuses a file that is not ours to write.
    private static func inspect(
        _ file: StoreFile,
        _ migrator: DatabaseMigrator,
        checkedSize: Int64,
        admit: (Database) throws -> Void
    ) throws {
        guard let size = try file.size(), size > 0 else { throw file.damaged("the file is empty") }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? queue.close() }
        try queue.inDatabase { db in
            guard try db.tableExists("grdb_migrations") else {
                throw file.damaged("it is a database of another program")
            }
            guard try !migrator.hasBeenSuperseded(db) else { throw file.newer() }
            if size <= checkedSize, let problem = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), problem != "ok"
            {
                throw file.damaged(problem)
            }
            try admit(db)
        }
    }
}
