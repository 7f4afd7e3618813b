import CentralSync
import Claims
import Outbox
import Synchronization

/// A store that cannot write some of the answers it gets, as on a full disk, and that a person can stop; reading goes on.
final class FullStore: RelayStore {
    private let store: ClaimStore
    private let failure: KioskError
    private let failing: Range<Int>
    private let stopsAt: Int?
    private let written = Mutex(0)
    private let paused = Mutex(false)
    /// One signal for any number of times that it was said that nothing is to be sent. For one listener.
    let refusals: AsyncStream<Void>
    private let refusal: AsyncStream<Void>.Continuation

    /// The answers of the batches with these indexes, from 0, cannot be written. With those of `stopsAt` somebody stops it.
    init(
        _ store: ClaimStore,
        failing: Range<Int> = 0..<0,
        with failure: KioskError = KioskError(.storeFailed, "", remedy: ""),
        stopsAt: Int? = nil
    ) {
        self.stopsAt = stopsAt
        self.store = store
        self.failure = failure
        self.failing = failing
        (refusals, refusal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var changes: AsyncStream<Void> { store.changes }

    func pause(_ isPaused: Bool) { paused.withLock { $0 = isPaused } }

    var isPaused: Bool { paused.withLock(\.self) }

    func nextBatch(
        after sequence: Int64,
        now: Timestamp,
        within farthest: Duration,
        limit: Int,
        bytes: Int
    ) async throws(KioskError) -> OutboxHead {
        if paused.withLock(\.self) {
            refusal.yield()
            return .paused
        }
        return try await store.nextBatch(after: sequence, now: now, within: farthest, limit: limit, bytes: bytes)
    }

    func settle(_ deliveries: [Delivery], at now: Timestamp) async throws(KioskError) {
        let index = written.withLock { written in
            written += 1
            return written - 1
        }
        if failing.contains(index) { throw failure }
        if index == stopsAt { pause(true) }
        try await store.settle(deliveries, at: now)
    }

    func retryAll(includingSetAside: Bool) async throws(KioskError) {
        try await store.retryAll(includingSetAside: includingSetAside)
    }
}
