package import Claims
package import Outbox

/// What the relay needs of the kiosk's store.
package protocol RelayStore: Sendable {
    /// A signal after each change; a new stream at each call.
    var changes: AsyncStream<Void> { get }

    /// Whether a person has paused sending.
    var isPaused: Bool { get async throws(KioskError) }

    func nextBatch(
        after sequence: Int64,
        now: Timestamp,
        within farthest: Duration,
        limit: Int,
        bytes: Int
    ) async throws(KioskError) -> OutboxHead
    func settle(_ deliveries: [Delivery], at now: Timestamp) async throws(KioskError)
    func retryAll(includingSetAside: Bool) async throws(KioskError)
}

extension ClaimStore: RelayStore {}
