import Claims
import Glibc
import Outbox
import QueueServer

extension StoreQueueDesk {
    func settleLoss(of id: ClaimID, by actor: QueueActor) async throws {
        var files: [String: String] = [:]
        for photo in try await neighbours.photos() where photo.claimID == id.text { files[photo.sha256] = photo.path }
        let (known, missing) = (files, neighbours.photosMissing)
        do throws(KioskError) {
            let loss = try await store.settleLoss(of: id) { name in
                known[name].map { Self.isGone($0) && missing() == nil } ?? false
            } by: { loss in
                var parts = loss.isClaim ? ["the claim"] : []
                if loss.isFork { parts.append("the central's chain goes on from another claim") }
                let detail = (parts + ["photos: \(loss.photos)"]).joined(separator: ", ")
                return entry("claim.settle-loss", actor, subject: loss.number.text, detail: detail)
            }
            if loss.isFork { neighbours.retryNow() }
        } catch {
            throw error.code == .claimNothingLost && !known.isEmpty ? missing() ?? error : error
        }
    }

    /// The folder is there, and the file is not: a folder that is gone, or may not be read, tells nothing.
    private static func isGone(_ path: String) -> Bool {
        guard let end = path.lastIndex(of: "/"), access(String(path[..<end]), R_OK | X_OK) == 0 else { return false }
        return access(path, F_OK) != 0 && errno == ENOENT
    }
}
