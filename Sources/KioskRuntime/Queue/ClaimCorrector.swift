import Claims
import Outbox
import Sealing

/// What a claim is corrected with.
struct ClaimCorrector: Sendable {
    let programme: Programme
    let digestKey: DigestKey
    let sealer: Sealer
    let clock: any ClaimClock
    let registry: SnapshotRegistry
    /// Whether a photo that an entry names was kept.
    let hasPhoto: @Sendable (String) -> Bool
    /// Of a photo as it lies on the disk.
    let photoBytes: @Sendable (String) -> Int64?

    /// Photos that go to the central with the correction: those that the corrected claim does not name itself.
    func newPhotos(_ name: String?, unless known: String?) -> [ClaimPhoto] {
        guard let name, name != known, let bytes = photoBytes(name) else { return [] }
        return [ClaimPhoto(name: name, bytes: bytes)]
    }
}
