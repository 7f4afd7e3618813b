import Claims
import Outbox

// Photos and the claims that name them.
extension PhotoFolder {
    /// Those that the central does not have yet.
    func waiting(in store: ClaimStore) async throws(KioskError) -> [WaitingPhoto] {
        try await store.waitingAttachments().map { entry in
            WaitingPhoto(claimID: entry.claimID.text, sha256: entry.photo.name, path: file(entry.photo.name))
        }
    }

    /// Deletes those that no claim names any more (its content was wiped, or it was never recorded) and that are not on
    /// their way to the central.
    func deleteUnneeded(in store: ClaimStore) async throws(KioskError) {
        for name in names where try await !store.awaitsAttachment(name) {
            if try await !store.mentions(name) { delete(name) }
        }
    }

    func deleteAll() { for name in names { delete(name) } }
}
