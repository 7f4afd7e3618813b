package import Claims
import GRDB
import SQLiteFile
import Synchronization

/// The kiosk's store: claims, their chain and the outbox, in one SQLite file with one connection and one process.
///
/// What `commit` answered "recorded" is on the disk and leaves the outbox only when the central has answered or a
/// person has decided. Nothing here deletes a claim.
///
/// Every operation is one hop to the store's own queue and, when it writes, one transaction. It runs to its end even
/// when the task that asked is cancelled, so that no answer is lost between the disk and the caller.
/// All of them throw `store.disk-full`, `store.read-only`, `store.damaged` or `store.failed`; then nothing was written.
package final class ClaimStore: Sendable {
    /// Rehearsals and real claims never share a store.
    package enum Mode: String, CaseIterable, Sendable {
        case rehearsal
        case production
    }

    package let mode: Mode
    package let kiosk: KioskID

    let database: DurableDatabase
    let hash: @Sendable ([UInt8]) -> String
    private let broadcaster = ChangeBroadcaster()
    /// When a trial write last succeeded; nil after any write that did not.
    let lastTrial = Mutex<ContinuousClock.Instant?>(nil)
    /// Whether the programme was ended here; nil until it was looked up.
    let isEnded = Mutex<Bool?>(nil)

    init(
        database: DurableDatabase,
        mode: Mode,
        kiosk: KioskID,
        hash: @escaping @Sendable ([UInt8]) -> String
    ) {
        self.database = database
        self.mode = mode
        self.kiosk = kiosk
        self.hash = hash
    }

    /// A signal after each change of claims, outbox or answers; at most one waits for a slow listener. Each call makes
    /// a stream of its own: subscribe first, then read.
    package var changes: AsyncStream<Void> { broadcaster.subscribe() }

    /// Closes the file after what is under way, ends all `changes` and lets go of the lock. Whatever is asked later
    /// throws `store.failed`. Idempotent.
    package func close() async {
        // Cannot be busy: the queue is serial and no statement outlives its block.
        try? await database.close()
        broadcaster.finish()
    }

    /// Runs the block in a transaction that is on the disk when this returns, and tells the listeners.
    func write<Value: Sendable>(
        notifying: Bool = true,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        let value: Value
        do { value = try await database.write(body) } catch {
            lastTrial.withLock { $0 = nil }
            throw error
        }
        if notifying { broadcaster.notify() }
        return value
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        try await database.read(body)
    }
}
