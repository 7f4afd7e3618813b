import Claims
import Foundation
import Sealing
import Synchronization
import WireAPI

/// Keys of reviewers and payers, and claims sealed to them as kiosks do it.
enum SampleKeys {
    static let reviewers = OpeningKey()
    static let payers = OpeningKey()
    static let atCentral = OpeningKeys(reviewers: [reviewers], payers: [payers.sealingKey])

    /// By the bytes of the open claim: a kiosk seals a claim once, and sends the same bytes however often it sends.
    private static let sealed = Mutex<[[UInt8]: [UInt8]]>([:])

    /// The canonical bytes of the sealed claim, the same each time.
    static func seal(_ claim: OpenClaim) throws -> [UInt8] {
        let open = try CanonicalJSON.encode(claim)
        if let known = sealed.withLock({ $0[open] }) { return known }
        let bytes = try CanonicalJSON.encode(try document(claim))
        sealed.withLock { $0[open] = bytes }
        return bytes
    }

    /// The claim with its content sealed, and beside it in clear what it does not say: fields that nobody checks and that
    /// are kept.
    static func withDecoys(_ claim: OpenClaim, idNumber: String, plate: String) throws -> [UInt8] {
        var value = try JSONSerialization.jsonObject(with: Data(seal(claim))) as? [String: Any] ?? [:]
        for (key, decoys) in [
            "applicant": ["name": "王五", "idNumber": idNumber], "vehicle": ["plate": plate],
        ] {
            var fields = value[key] as? [String: Any] ?? [:]
            fields.merge(decoys) { $1 }
            value[key] = fields
        }
        return try CanonicalJSON.canonicalise(Array(JSONSerialization.data(withJSONObject: value)))
    }

    static func document(
        _ claim: OpenClaim,
        reviewers: SealingKey = SampleKeys.reviewers.sealingKey,
        payers: SealingKey = SampleKeys.payers.sealingKey,
        context: String? = nil
    ) throws -> ClaimDocument {
        func box(
            _ content: some Encodable,
            _ purpose: SealedBox.Purpose,
            _ key: SealingKey
        ) throws -> ClaimDocument.Box {
            let box = try SealedBox(
                sealing: try CanonicalJSON.encode(content),
                purpose,
                to: key,
                context: context ?? claim.claimId
            )
            return ClaimDocument.Box(key: box.key, box: box.base64)
        }
        let clock = ClaimDocument.Clock(trust: .plausible, boot: "0123456789abcdef", uptimeMilliseconds: 0)
        var document = ClaimDocument(
            claim,
            clock: claim.clock ?? clock,
            sealed: ClaimDocument.Sealed(
                identity: try box(claim.identity, .identity, reviewers),
                payee: try claim.payeeContent.map { try box($0, .payee, payers) }
            )
        )
        document.contentVersion = claim.contentVersion
        return document
    }
}
