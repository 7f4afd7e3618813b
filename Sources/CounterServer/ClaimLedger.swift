package import Claims
package import Inspection
package import WireAPI

/// The durable side of the counter: what was claimed, and where to record what happens.
package protocol ClaimLedger: Sendable {
    /// Whether a claim could be recorded now: makes a small durable write. Throws `store.…` when it cannot.
    func checkWritable() async throws

    /// The claim of this kiosk that holds the person.
    func earlierClaim(person: IdentityNumber) async throws -> EarlierClaim?

    /// The claim of this kiosk that holds the vehicle, and whether it is the applicant's.
    func earlierClaim(vehicle: Plate, applicant: IdentityNumber) async throws -> EarlierClaim?

    /// The live claim of this kiosk that has a part of this serial. The serial has a `foldedKey`.
    func liveClaim(part: Part, serial: PartSerial) async throws -> ClaimNumber?

    /// Makes the claim durable. When it returns `recorded`, a power cut changes nothing any more; when it throws,
    /// nothing was recorded.
    func record(_ draft: ClaimDraft) async throws -> ClaimRecording

    /// Notes a refusal or a hold under an id of the caller's.
    func note(_ ending: Ending, id: String) async throws

    /// Staff went on or stepped back: the note stays, marked.
    func takeBackNote(id: String) async throws

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
    /// Never `plateless`; `unavailable` when there is nothing to ask. The answer has no claim.
    func knowledge(of plate: Plate, applicant: IdentityNumber, on day: CivilDate) async throws -> PlateKnowledge

    /// Whether the registry has another serial for this part of this vehicle; false when it has none.
    func contradicts(_ serial: PartSerial, of part: Part, of plate: Plate) async throws -> Bool

    /// What pages show of it. Must not block.
    func view(on day: CivilDate) -> RegistryView
}

/// Rehearsal: the simulated devices.
package protocol SimulatorControl: Sendable {
    func state() async throws -> RehearsalView

    /// Throws `rehearsal.simulator-unreachable` or what the simulator refused with.
    func perform(_ action: String, _ body: SimulatorAction, on role: String) async throws -> SimulatedDeviceState
}
