package import Claims
import GRDB

/// The register in one SQLite file, for one process: what a district needs.
///
/// One connection, WAL with `synchronous=FULL`: a committed transaction survives a power cut. GRDB would lower
/// `synchronous` to NORMAL if it switched the journal mode itself, so its journal mode stays `.default` and both
/// pragmas are set by hand (sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous).
package final class SQLiteClaimRegister: ClaimRegisterStore {
    let path: String
    let queue: DatabaseQueue
    private let lock: StoreLock

    /// Opens the file, or makes it with mode 0600 in a directory that exists.
    ///
    /// A register is for rehearsal or for production, once and for all. Throws `store.in-use`, `store.wrong-mode`,
    /// `store.newer-version`, `store.damaged`, `store.disk-full`, `store.read-only`, `store.open-failed` or
    /// `store.failed`; a file that is there is never replaced.
    package init(path: String, rehearsal: Bool) throws(KioskError) {
        self.path = path
        lock = try StoreLock(beside: path)
        try StoreFile.prepare(path)
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            try Self.examine(queue, path: path)
            try RegisterSchema.migrator.migrate(queue)
            try Self.settleMode(of: queue, path: path, rehearsal: rehearsal)
        } catch {
            throw StoreFault.error(error, at: path)
        }
        try StoreFile.syncDirectory(of: path)
    }

    package func close() async throws(KioskError) {
        do {
            try queue.close()
        } catch {
            throw StoreFault.error(error, at: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "claim-register"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Refuses a damaged file and one that a newer version of the program has written.
    private static func examine(_ queue: DatabaseQueue, path: String) throws {
        try queue.read { db in
            guard try !RegisterSchema.migrator.hasBeenSuperseded(db) else {
                throw KioskError(
                    .storeNewer,
                    "The claim register \(path) was written by a newer version of kiosk-central.",
                    remedy: "Install that version again, or restore the backup made before the upgrade."
                )
            }
            guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
                throw StoreFault.damaged(path)
            }
        }
    }

    private static func settleMode(of queue: DatabaseQueue, path: String, rehearsal: Bool) throws {
        try queue.write { db in
            try db.execute(
                sql: "INSERT INTO register (id, rehearsal) VALUES (1, ?) ON CONFLICT DO NOTHING",
                arguments: [rehearsal]
            )
            guard try Bool.fetchOne(db, sql: "SELECT rehearsal FROM register") == rehearsal else {
                let (made, wanted) = rehearsal ? ("production", "rehearsal") : ("rehearsal", "production")
                throw KioskError(
                    .storeWrongMode,
                    "The claim register \(path) was made for \(made), but the settings say \(wanted).",
                    remedy: "Correct the mode in the settings, or give it a state directory of its own."
                )
            }
        }
    }
}
