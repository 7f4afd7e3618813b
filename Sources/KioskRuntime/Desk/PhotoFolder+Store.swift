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

    /// Deletes those that no claim names any more (its content was wiped, or it was never recorded), that are not on
    /// their way to the central, and that no claim to come can name. Touches nothing in another folder.
    func deleteUnneeded(in store: ClaimStore, at instant: ContinuousClock.Instant = .now) async throws(KioskError) {
        guard problem == nil else { return }
        for name in names where try await !store.awaitsAttachment(name) {
            if try await !store.mentions(name) { deleteUnlessHeld(name, at: instant) }
        }
    }

    /// Throws `photos.not-mounted`, and deletes nothing in another folder.
    func deleteAll() throws(KioskError) {
        if let problem { throw problem }
        for name in names { delete(name) }
    }
}
