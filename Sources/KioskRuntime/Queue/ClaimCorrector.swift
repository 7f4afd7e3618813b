import Claims
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
}
