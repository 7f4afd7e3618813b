/// One claim that a `ClaimWalk` brought to "accepted". Its JSON has exactly these keys; `README.md` documents them.
package struct ClaimWalkReport: Encodable, Equatable, Sendable {
    package var claimNumber: String
    package var claimId: String
    /// Always `accepted`.
    package var status: String
    /// Null when the programme pays nothing that is known at the counter.
    package var amountFen: Int64?
    package var kioskSequence: Int64
    package var centralReceivedAt: String?
    /// From laying the card on the reader to the event that shows its holder. Milliseconds, as the next two.
    package var cardToScreen: Double
    /// From the confirmation to the answer that the claim is recorded.
    package var commit: Double
    /// From then to the event that shows the central's acceptance.
    package var commitToAccepted: Double

    private enum CodingKeys: String, CodingKey {
        case claimNumber, claimId, status, amountFen, kioskSequence, centralReceivedAt
        case cardToScreen, commit, commitToAccepted
    }

    /// Absent values are written as null: every key is always there.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(claimNumber, forKey: .claimNumber)
        try container.encode(claimId, forKey: .claimId)
        try container.encode(status, forKey: .status)
        try container.encode(amountFen, forKey: .amountFen)
        try container.encode(kioskSequence, forKey: .kioskSequence)
        try container.encode(centralReceivedAt, forKey: .centralReceivedAt)
        try container.encode(cardToScreen, forKey: .cardToScreen)
        try container.encode(commit, forKey: .commit)
        try container.encode(commitToAccepted, forKey: .commitToAccepted)
    }

    /// Milliseconds with three decimals; a negative time counts as none.
    static func milliseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        let microseconds = Double(seconds) * 1_000_000 + Double(attoseconds) / 1_000_000_000_000
        return max(0, microseconds.rounded()) / 1_000
    }
}
