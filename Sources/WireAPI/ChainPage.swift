/// One link of a kiosk's chain as the central has it: what a store that was restored from an old copy is missing.
/// `GET /v1/kiosks/{kioskId}/chain?after={sequence}&limit={1–500}` answers `ChainPage`, signed as `changes`.
package struct ChainEntry: Codable, Equatable, Sendable {
    package var sequence: Int64
    package var claimId: String
    package var previous: String
    package var hash: String
    package var recordedAt: String
    package var keys: ClaimDocument.Keys
    package var amountFen: Int64?
    package var verdict: String
    package var standing: ClaimStanding
    package var receivedAt: String
    /// Only of a correction: the ids of the claim that it corrects, of the one that this corrected, and so on.
    package var corrects: [String]?

    package init(
        sequence: Int64,
        claimId: String,
        previous: String,
        hash: String,
        recordedAt: String,
        keys: ClaimDocument.Keys,
        amountFen: Int64?,
        verdict: String,
        standing: ClaimStanding,
        receivedAt: String,
        corrects: [String]? = nil
    ) {
        self.sequence = sequence
        self.claimId = claimId
        self.previous = previous
        self.hash = hash
        self.recordedAt = recordedAt
        self.keys = keys
        self.amountFen = amountFen
        self.verdict = verdict
        self.standing = standing
        self.receivedAt = receivedAt
        self.corrects = corrects
    }
}

/// A link of a claim that never came and that a correction names.
package struct AccountedEntry: Codable, Equatable, Sendable {
    package var sequence: Int64
    package var claimId: String
    package var previous: String
    package var hash: String
    /// The correction's running number.
    package var correctedBy: Int64

    package init(sequence: Int64, claimId: String, previous: String, hash: String, correctedBy: Int64) {
        self.sequence = sequence
        self.claimId = claimId
        self.previous = previous
        self.hash = hash
        self.correctedBy = correctedBy
    }
}

package struct ChainPage: Codable, Equatable, Sendable {
    package var kioskId: String
    package var entries: [ChainEntry]
    /// Links between them whose claims never came; nil for none, and from an older central.
    package var accounted: [AccountedEntry]?
    package var more: Bool
    /// On the last page: the chain's end as the kiosk told it; nil when it never did.
    package var told: Told?

    package struct Told: Codable, Equatable, Sendable {
        package var sequence: Int64
        package var hash: String

        package init(sequence: Int64, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }
    }

    package init(
        kioskId: String,
        entries: [ChainEntry],
        accounted: [AccountedEntry]? = nil,
        more: Bool,
        told: Told? = nil
    ) {
        self.kioskId = kioskId
        self.entries = entries
        self.accounted = accounted
        self.more = more
        self.told = told
    }
}
