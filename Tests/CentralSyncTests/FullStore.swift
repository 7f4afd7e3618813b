import CentralSync
import Claims
import Outbox
import Synchronization

/// A store that cannot write the first answers it gets, as on a full disk; reading goes on.
final class FullStore: RelayStore {
    private let store: ClaimStore
    private let failure: KioskError
    private let failures: Mutex<Int>

    init(_ store: ClaimStore, failing count: Int, with failure: KioskError) {
        self.store = store
        self.failure = failure
        failures = Mutex(count)
    }

    var changes: AsyncStream<Void> { store.changes }

    func nextDue(now: Timestamp, within farthest: Duration) async throws(KioskError) -> OutboxHead {
        try await store.nextDue(now: now, within: farthest)
    }

    func acknowledge(_ id: ClaimID, with answer: CentralAnswer, at now: Timestamp) async throws(KioskError) {
        let fails = failures.withLock { left in
            left -= 1
            return left >= 0
        }
        if fails { throw failure }
        try await store.acknowledge(id, with: answer, at: now)
    }

    func postpone(_ id: ClaimID, until: Timestamp, problem: ErrorBody.Detail) async throws(KioskError) {
        try await store.postpone(id, until: until, problem: problem)
    }

    func setAside(_ id: ClaimID, problem: ErrorBody.Detail) async throws(KioskError) {
        try await store.setAside(id, problem: problem)
    }

    func retryAll(includingSetAside: Bool) async throws(KioskError) {
        try await store.retryAll(includingSetAside: includingSetAside)
    }
}
