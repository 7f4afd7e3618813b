package import Claims

/// A link of a kiosk's chain that a correction names. The claim itself may never have come: the central's "no" to it was
/// final, and what corrects it came instead.
package struct CorrectedLink: Hashable, Sendable {
    package let claimID: ClaimID
    /// The claim's running number.
    package let sequence: Int64
    /// As the kiosk chained it: SHA-256 of the claim before, 64 zeros for the first.
    package let previousHash: String
    /// SHA-256 of its canonical bytes, lower-case hex.
    package let hash: String
    package let recordedAt: Timestamp

    package init(claimID: ClaimID, sequence: Int64, previousHash: String, hash: String, recordedAt: Timestamp) {
        self.claimID = claimID
        self.sequence = sequence
        self.previousHash = previousHash
        self.hash = hash
        self.recordedAt = recordedAt
    }
}

/// One whose claim is not in the register, with the number of the first claim here that names it.
package struct AccountedLink: Equatable, Sendable {
    package let claimID: ClaimID
    package let sequence: Int64
    package let previousHash: String
    package let hash: String
    package let correctedBy: Int64
}

/// Some of a kiosk's links in the order of their numbers, of one moment: of claims, and those that only corrections name.
package struct ChainStretch: Equatable, Sendable {
    package let links: [StoredLink]
    package let accounted: [AccountedLink]
    /// The highest number of both.
    package let end: Int64
    /// Whether there may be links beyond.
    package let more: Bool
}
