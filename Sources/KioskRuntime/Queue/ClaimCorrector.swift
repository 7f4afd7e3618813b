import Claims
import Sealing

/// What a claim is corrected with.
struct ClaimCorrector: Sendable {
    let programme: Programme
    let digestKey: DigestKey
    let sealer: Sealer
    let clock: any ClaimClock
    let registry: SnapshotRegistry
    /// Bytes of the sealed file of a photo that an entry names; nil when it was not kept.
    let photoBytes: @Sendable (String) -> Int64?
}
