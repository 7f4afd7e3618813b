package import Claims
import Dispatch
import GRDB

/// The kiosk's store: claims, their chain and the outbox, in one SQLite file with one connection and one process.
///
/// What `commit` answered "recorded" is on the disk (WAL, `synchronous = FULL`,
/// sqlite.org/pragma.html#pragma_synchronous) and leaves the outbox only when the central has answered or a person has decided. Nothing here deletes a claim.
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

    package let path: String
    package let mode: Mode
    package let kiosk: KioskID

    /// One connection. Declared before the lock, so that it is closed first.
    let queue: DatabaseQueue
    let hash: @Sendable ([UInt8]) -> String
    private let broadcaster = ChangeBroadcaster()
    private let lock: StoreLock

    init(
        path: String,
        mode: Mode,
        kiosk: KioskID,
        queue: DatabaseQueue,
        lock: StoreLock,
        hash: @escaping @Sendable ([UInt8]) -> String
    ) {
        self.path = path
        self.mode = mode
        self.kiosk = kiosk
        self.queue = queue
        self.lock = lock
        self.hash = hash
    }

    /// A signal after each change of claims, outbox or answers; at most one waits for a slow listener. Each call makes
    /// a stream of its own: subscribe first, then read.
    package var changes: AsyncStream<Void> { broadcaster.subscribe() }

    /// Closes the file after what is under way, ends all `changes` and lets go of the lock. Whatever is asked later
    /// throws `store.failed`. Idempotent.
    package func close() async {
        let queue = queue
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                // Cannot be busy: the queue is serial and no statement outlives its block.
                try? queue.close()
                done.resume()
            }
        }
        broadcaster.finish()
        lock.release()
    }

    /// Runs the block on the store's queue in a transaction that is on the disk when this returns.
    func write<Value: Sendable>(
        notifying: Bool = true,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        let value = try await onQueue { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            return value
        }
        guard let value else {
            throw KioskError(.internalFault, "a transaction without result", remedy: "Report this.")
        }
        if notifying { broadcaster.notify() }
        return value
    }

    /// Runs the block on the store's queue and sees one state of the store, because no one else writes.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        try await onQueue(body)
    }

    /// GRDB's own async methods throw when the task is cancelled, even after the commit; these do not look.
    private func onQueue<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        let path = path
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Value, KioskError>, Never>) in
            queue.asyncWriteWithoutTransaction { db in
                done.resume(returning: Result { try body(db) }.mapError { StoreFailure.map($0, path: path) })
            }
        }
        return try result.get()
    }
}
