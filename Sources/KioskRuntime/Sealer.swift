import Claims
import Sealing
import Synchronization
import WireAPI

/// Closes what names people, with the public keys that the kiosk has at that moment. It can open nothing.
final class Sealer: Sendable {
    private let current: Mutex<SealingKeys>

    init(_ keys: SealingKeys) { current = Mutex(keys) }

    var keys: SealingKeys { current.withLock { $0 } }

    /// Takes newer keys for what is sealed from now on.
    func use(_ keys: SealingKeys) {
        current.withLock { if keys.version > $0.version { $0 = keys } }
    }

    /// The document of a claim, every box with a key of its own. Throws `internal.fault`.
    func document(of claim: OpenClaim, clock: ClaimDocument.Clock) throws -> ClaimDocument {
        let keys = keys
        let identity = try CanonicalJSON.encode(claim.identity)
        let payee = try claim.payeeContent.map { try CanonicalJSON.encode($0) }
        return ClaimDocument(
            claim,
            clock: clock,
            sealed: ClaimDocument.Sealed(
                identity: try Self.box(identity, .identity, to: keys.reviewers, claim.claimId),
                payee: try payee.map { try Self.box($0, .payee, to: keys.payers, claim.claimId) }
            )
        )
    }

    /// What an amendment corrects. Throws `internal.fault`.
    func box(_ corrections: ClaimCorrections, context: String) throws -> ClaimDocument.Box {
        try Self.box(try CanonicalJSON.encode(corrections), .corrections, to: keys.reviewers, context)
    }

    /// Another bank card of an amendment. Throws `internal.fault`.
    func box(_ payee: ClaimPayee, context: String) throws -> ClaimDocument.Box {
        try Self.box(try CanonicalJSON.encode(payee), .payee, to: keys.payers, context)
    }

    /// The file of a photo. Throws `internal.fault`.
    func file(of photo: [UInt8], named name: String) throws(KioskError) -> [UInt8] {
        try SealedPhoto.file(of: photo, named: name, to: keys.reviewers)
    }

    private static func box(
        _ content: [UInt8],
        _ purpose: SealedBox.Purpose,
        to key: SealingKey,
        _ claim: String
    ) throws(KioskError) -> ClaimDocument.Box {
        let box = try SealedBox(sealing: content, purpose, to: key, context: claim)
        return ClaimDocument.Box(key: box.key, box: box.base64)
    }
}
