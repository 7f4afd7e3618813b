package import Claims
package import Outbox

/// What the relay needs of the kiosk's store.
package protocol RelayStore: Sendable {
    /// A signal after each change; a new stream at each call.
    var changes: AsyncStream<Void> { get }

    func nextDue(now: Timestamp, within farthest: Duration) async throws(KioskError) -> OutboxHead
    func acknowledge(_ id: ClaimID, with answer: CentralAnswer, at now: Timestamp) async throws(KioskError)
    func postpone(_ id: ClaimID, until: Timestamp, problem: ErrorBody.Detail) async throws(KioskError)
    func setAside(_ id: ClaimID, problem: ErrorBody.Detail) async throws(KioskError)
    func retryAll(includingSetAside: Bool) async throws(KioskError)
}

extension ClaimStore: RelayStore {}
