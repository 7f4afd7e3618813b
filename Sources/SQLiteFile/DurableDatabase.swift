package import Claims
import CrashPoints
import Dispatch
package import GRDB

/// A SQLite file with one connection and one process, in which a committed transaction survives a power cut: WAL with
/// `synchronous = FULL` (sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous).
///
/// Every operation is one hop to the database's own queue. It runs to its end even when the task that asked is
/// cancelled, so that no answer is lost between the disk and the caller.
/// All of them throw `store.disk-full`, `store.read-only`, `store.damaged` or `store.failed`; then nothing was written.
package final class DurableDatabase: Sendable {
    package let file: StoreFile

    /// Declared before the lock, so that it is closed first.
    let queue: DatabaseQueue
    private let lock: StoreLock

    init(file: StoreFile, queue: DatabaseQueue, lock: StoreLock) {
        self.file = file
        self.queue = queue
        self.lock = lock
    }

    /// Closes the file after what is under way and lets go of the lock, also when closing throws. Whatever is asked
    /// later throws `store.failed`. Idempotent.
    package func close() async throws(KioskError) {
        let (file, queue) = (file, queue)
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Void, KioskError>, Never>) in
            DispatchQueue.global().async {
                done.resume(returning: Result { try queue.close() }.mapError { file.failure($0) })
            }
        }
        lock.release()
        try result.get()
    }

    /// Runs the block on the queue in a transaction that is on the disk when this returns.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        let value = try await onQueue { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                CrashPoint.storeBegun.pass()
                value = try body(db)
                CrashPoint.storeWritten.pass()
                return .commit
            }
            CrashPoint.storeCommitted.pass()
            return value
        }
        guard let value else {
            throw KioskError(.internalFault, "a transaction without result", remedy: "Report this.")
        }
        return value
    }

    /// Runs the block on the queue and sees one state of the file, because no one else writes.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        try await onQueue(body)
    }

    /// Empties the write-ahead log into the file and cuts it to nothing, so that no older page of it is left
    /// (sqlite.org/pragma.html#pragma_wal_checkpoint).
    package func emptyLog() async throws(KioskError) {
        _ = try await onQueue { try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?.count }
    }

    /// Writes the file anew without its free pages. Takes as long as copying it, and its size of free space twice.
    package func compact() async throws(KioskError) { try await onQueue { try $0.execute(sql: "VACUUM") } }

    /// A copy as of now, whole and without free pages, in the empty file at `path` (sqlite.org/lang_vacuum.html), and what
    /// `body` reads of the same state: nothing is written between the two.
    package func copy<Value: Sendable>(
        to path: String,
        reading body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        try await onQueue { db in
            let value = try body(db)
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
            return value
        }
    }

    /// Bytes of the file, and of its pages that hold nothing.
    package func sizes() async throws(KioskError) -> (file: Int64, free: Int64) {
        try await onQueue { db in
            let page = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
            let count = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            return (count * page, free * page)
        }
    }

    /// GRDB's own async methods throw when the task is cancelled, even after the commit; these do not look.
    private func onQueue<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(KioskError) -> Value {
        let file = file
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Value, KioskError>, Never>) in
            queue.asyncWriteWithoutTransaction { db in
                done.resume(returning: Result { try body(db) }.mapError { file.failure($0) })
            }
        }
        return try result.get()
    }
}
