package import Claims
package import Inspection
package import WireAPI

/// The durable side of the counter: what was claimed, and where to record what happens.
package protocol ClaimLedger: Sendable {
    /// Whether a claim could be recorded now: makes a small durable write. Throws `store.…` when it cannot.
    func checkWritable() async throws

    /// The live claim of this kiosk that holds the person.
    func liveClaim(person: IdentityNumber) async throws -> ClaimNumber?

    /// The live claim of this kiosk that holds the vehicle.
    func liveClaim(vehicle: Plate) async throws -> ClaimNumber?

    /// Makes the claim durable. When it returns `recorded`, a power cut changes nothing any more; when it throws,
    /// nothing was recorded.
    func record(_ draft: ClaimDraft) async throws -> ClaimRecording

    func record(_ ending: Ending) async throws

    /// Nil when the claim is not known.
    func claim(_ id: ClaimID) async throws -> KioskClaimView?

    /// Newest first.
    func recentClaims(limit: Int) async throws -> [KioskClaimView]

    func queue() async throws -> QueueView

    /// Makes every waiting claim due now.
    func retryNow() async throws

    /// Yields after each change to claims or queue.
    func changes() -> AsyncStream<Void>
}

package enum ClaimRecording: Equatable, Sendable {
    case recorded(ClaimReceipt)
    /// Another claim took the person or the vehicle first.
    case refused(Reason)
}

/// What is known of plates at the kiosk.
package protocol PlateRegistry: Sendable {
    /// Never `plateless`; `unavailable` when there is nothing to ask.
    func registration(of plate: Plate, applicant: IdentityNumber) async throws -> Registration
}

/// Rehearsal: the simulated devices.
package protocol SimulatorControl: Sendable {
    func state() async throws -> RehearsalView

    /// Throws `rehearsal.simulator-unreachable` or what the simulator refused with.
    func perform(_ action: String, _ body: SimulatorAction, on role: String) async throws -> SimulatedDeviceState
}
