import Claims
import GRDB
import SQLiteFile

// Where the chain goes two ways: this store and another machine's gave one number to two claims, and the central has the
// other machine's, with claims that go on from it.
//
// It is another kiosk's doing that uses this one's name, unless that machine is gone and a stick of it turned up late. So a
// person says which: until then nothing is recorded here.
extension ClaimStore {
    /// Whether a supervisor has said that claims may go on from that one in place of this store's.
    static func isSettledFork(_ end: ChainEnd, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM fork WHERE sequence = ? AND hash = ? AND settled_at IS NOT NULL)",
            arguments: [end.sequence, end.hash]
        ) ?? false
    }

    static func noteFork(_ end: ChainEnd, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO fork (sequence, hash) VALUES (?, ?)
                ON CONFLICT (sequence) DO UPDATE SET hash = excluded.hash, settled_at = NULL WHERE hash <> excluded.hash
                """,
            arguments: [end.sequence, end.hash]
        )
    }

    /// The claim from which the central's chain goes another way, as long as nobody has said that it may.
    static func openFork(_ db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT min(sequence) FROM fork WHERE settled_at IS NULL")
    }

    static func settleFork(_ sequence: Int64, at time: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE fork SET settled_at = ? WHERE sequence = ? AND settled_at IS NULL",
            arguments: [time.milliseconds, sequence]
        )
    }

    static func forked(_ number: ClaimNumber, _ file: StoreFile) -> KioskError {
        KioskError(
            .storeRestoredConflict,
            "the central's claims after \(number) go on from another claim of that number than the store \(file.path) has",
            remedy:
                "Do not record here. Only if the machine before this one is gone for good and its stick was imported "
                + "at the central: kioskctl queue settle-loss \(number). Else another machine uses this kiosk's name: "
                + "enrol this one under a name of its own, or restore the newest copy."
        )
    }
}
