package import Claims
package import Sealing
package import WireAPI

/// What a bundle file carries.
package enum BundleKind: String, Codable, CaseIterable, Sendable {
    /// From a kiosk: all that is unsent.
    case claims
    /// From the central: its answers to such a file.
    case answers
    /// A kiosk's chain, from either side, to be verified without a network.
    case chain
}

/// The second line of a bundle file: what it is and who says so.
package struct BundleHeader: Codable, Equatable, Sendable {
    package var kind: BundleKind
    /// The kiosk that it comes from or goes to.
    package var kioskId: String
    /// RFC 3339, the clock of who wrote it.
    package var createdAt: String
    /// Claims, answers or links in it; pieces of photos do not count.
    package var count: Int64
    package var rehearsal: Bool
    /// `VerificationKey.fingerprint` of who signs the file; nil when nobody does, in a rehearsal.
    package var signer: String?
    /// How far the kiosk's chain goes, as the signer says.
    package var head: ChainHead?
    /// `MessageSignature` of kind `head` over the head's canonical JSON, so that the end of the chain stays known also
    /// when something before it was changed.
    package var headSignature: String?
    /// The place among the central's changes up to which the kiosk has heard them (`ChangePage.cursor`); nil for none. In
    /// a file of claims, and in its answers, whose first page of changes was asked for from there.
    package var after: String?

    /// - Parameter key: signs the head and later the file; nil in a rehearsal without keys.
    package init(
        kind: BundleKind,
        kiosk: KioskID,
        createdAt: Timestamp,
        count: Int64,
        rehearsal: Bool,
        signedBy key: SigningKey?,
        head: ChainHead? = nil,
        after: String? = nil
    ) throws {
        self.kind = kind
        kioskId = kiosk.text
        self.createdAt = createdAt.description
        self.count = count
        self.rehearsal = rehearsal
        signer = key?.verificationKey.fingerprint
        self.head = head
        self.after = after
        if let key, let head {
            headSignature = try MessageSignature(of: .head, try CanonicalJSON.encode(head), by: key).text
        }
    }

    /// Whether the head is the key's own word.
    package func isHeadSigned(by key: VerificationKey) -> Bool {
        guard let head, let signature = headSignature.flatMap({ MessageSignature($0) }),
            let bytes = try? CanonicalJSON.encode(head)
        else { return false }
        return signature.isValid(for: .head, bytes, by: key)
    }
}
