package import Claims
import GRDB
import Glibc
import SQLiteFile
import Synchronization

/// The register in one SQLite file, for one process: what a district needs.
package final class SQLiteClaimRegister: ClaimRegisterStore {
    let database: DurableDatabase
    /// How far each kiosk's chain was looked at: claims never change, so nobody looks at that part again.
    let looked = Mutex<[KioskID: LookedChain]>([:])

    /// Opens the file, or makes it with mode 0600 in a directory that exists.
    ///
    /// A register is for rehearsal or for production, once and for all. Throws `store.in-use`, `store.wrong-mode`,
    /// `store.newer-version`, `store.damaged`, `store.disk-full`, `store.read-only`, `store.open-failed` or
    /// `store.failed`; a file that is there is never replaced, and one that is refused is left as it was.
    package init(path: String, rehearsal: Bool) throws(KioskError) {
        let file = StoreFile(
            path: path,
            noun: "claim register",
            program: "kiosk-central",
            advice: StoreFile.Advice(
                whenFull: "Kiosks keep their claims and send them again by themselves.",
                whenDamaged:
                    "GET /v1/kiosks/{id} then lists the numbers that are missing; keep the kiosks' stores until each is there."
            )
        )
        database = try DurableDatabase.open(
            file,
            migrator: RegisterSchema.migrator,
            sign: { db in
                try db.execute(sql: "INSERT INTO register (id, rehearsal) VALUES (1, ?)", arguments: [rehearsal])
            },
            admit: { try Self.admit($0, file, rehearsal: rehearsal) },
            onOpen: { try Self.keepEpoch($0, path) }
        )
    }

    package func close() async throws(KioskError) { try await database.close() }

    /// A copy that was put in place is another file, so kiosks are told of another epoch. A copy that was written *into*
    /// the old file, and a whole disk that was set back, look like the same file: then each kiosk finds out by what it
    /// was told before (`docs/down-sync.md`).
    private static func keepEpoch(_ db: Database, _ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let known = try String.fetchOne(db, sql: "SELECT inode FROM register WHERE id = 1")
        guard known != String(status.st_ino) else { return }
        try db.execute(
            sql: "UPDATE register SET epoch = lower(hex(randomblob(16))), inode = ? WHERE id = 1",
            arguments: [String(status.st_ino)]
        )
    }

    private static func admit(_ db: Database, _ file: StoreFile, rehearsal: Bool) throws {
        guard try db.tableExists("register"),
            let made = try Bool.fetchOne(db, sql: "SELECT rehearsal FROM register WHERE id = 1")
        else { throw file.damaged("it does not say what it was made for") }
        guard made == rehearsal else {
            let (found, wanted) = rehearsal ? ("production", "rehearsal") : ("rehearsal", "production")
            throw file.wrongOwner("was made for \(found), but the settings say \(wanted)")
        }
    }
}
