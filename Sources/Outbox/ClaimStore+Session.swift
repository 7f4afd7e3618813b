package import Claims
import GRDB
import SQLiteFile
import Synchronization

extension ClaimStore {
    /// Bytes of free space below which no session starts. A claim takes some 50 kB of the journal.
    private static let reserve: UInt64 = 2 << 20
    /// What the trial write takes: more than one claim does.
    private static let trialSize = 65_536
    /// How long a trial write that succeeded speaks for the next ones, unless a write fails meanwhile.
    private static let trialValidity = Duration.seconds(10)

    /// Whether a claim could be recorded now: asked when a session starts, **before** a bike is taken.
    ///
    /// Looks at the free space, then really writes and syncs as much as a claim needs, but at most every 10 s. Throws
    /// `store.disk-full`, `store.read-only`, `store.failed` and what `recordingStop` gives.
    package func checkWritable(at instant: ContinuousClock.Instant = .now) async throws(KioskError) {
        if let free = database.file.freeBytes, free < Self.reserve { throw database.file.full() }
        if let stop = try await recordingStop() { throw stop }
        if let last = lastTrial.withLock({ $0 }), last.duration(to: instant) < Self.trialValidity { return }
        try await write(notifying: false) { db in
            // Random, because SQLite skips a page that would stay the same.
            try db.execute(
                sql: "INSERT OR REPLACE INTO probe (id, content) VALUES (1, randomblob(?))",
                arguments: [Self.trialSize]
            )
        }
        lastTrial.withLock { $0 = instant }
    }

    /// Why nothing is recorded here whatever the disk says: `store.restored-unconfirmed`, `store.restored-conflict` or
    /// `programme.ended`; nil when claims are recorded.
    package func recordingStop() async throws(KioskError) -> KioskError? {
        do {
            try await read { try self.requireRecording($0) }
            return nil
        } catch {
            let stops: Set<KioskError.Code> = [.storeRestored, .storeRestoredConflict, .programmeEnded]
            guard stops.contains(error.code) else { throw error }
            return error
        }
    }

    /// Throws what `recordingStop` gives.
    func requireRecording(_ db: Database) throws {
        try Self.requireConfirmed(db, of: kiosk, database.file)
        try checkNotEnded(db)
    }
}
