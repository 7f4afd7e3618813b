import Claims
import QueueServer
import WireAPI

extension StoreQueueDesk {
    func amend(_ id: ClaimID, _ entry: AmendmentEntry, by actor: QueueActor) async throws -> KioskClaimView {
        throw KioskError(.requestNotFound, "amendments are not served yet", remedy: "use a later version")
    }
}
