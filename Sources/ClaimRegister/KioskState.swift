package import Claims

/// What the register holds of one kiosk: whether its claims 1…n have all arrived, and as they were chained.
package struct KioskState: Equatable, Sendable {
    package let kiosk: KioskID
    /// The highest running number, 0 when there is none.
    package let highest: Int64
    /// Claims that are here.
    package let count: Int64
    /// Claims that are not, and whose correction is here and names their link.
    package let accounted: Int64
    /// The lowest running numbers below `highest` that nothing here accounts for, ascending; not all of them if there
    /// are many.
    package let missing: [Int64]
    /// The lowest running numbers whose link does not fit the claim before, ascending; not all if there are many.
    package let broken: [Int64]
    /// Of the claim with the highest number, 64 zeros when there is none.
    package let hash: String
    /// How far its chain goes by the kiosk's own word; nil when it never said.
    package let head: ChainMark?
    /// Of the whole register: random, and another one once the file was put back from a copy.
    package let epoch: String
}

/// A claim's number and hash.
package struct ChainMark: Hashable, Sendable {
    /// Before the first claim.
    package static let genesis = ChainMark(sequence: 0, hash: String(repeating: "0", count: 64))

    package let sequence: Int64
    package let hash: String

    package init(sequence: Int64, hash: String) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// What the register holds of the claims that a kiosk recorded on one day, UTC+8.
package struct DayState: Equatable, Sendable {
    package let count: Int64
    /// Claims of the day that are not here, and whose correction is here and names their link.
    package let accounted: Int64
    /// The lowest running number of the day, of both; nil when there is none.
    package let first: Int64?
    /// The claim with the highest one.
    package let last: ChainMark?
    /// Whether all claims from the kiosk's first to `last` are here or accounted for, each linked to the one before.
    package let isComplete: Bool
    /// The lowest running numbers below `last` that nothing here accounts for, ascending; not all of them if there are
    /// many.
    package let missing: [Int64]

    package init(
        count: Int64,
        accounted: Int64 = 0,
        first: Int64?,
        last: ChainMark?,
        isComplete: Bool,
        missing: [Int64]
    ) {
        self.count = count
        self.accounted = accounted
        self.first = first
        self.last = last
        self.isComplete = isComplete
        self.missing = missing
    }
}

/// A claim as a link of its kiosk's chain.
package struct StoredLink: Equatable, Sendable {
    package let answer: StoredAnswer
    package let previousHash: String
    package let hash: String
    package let amount: Fen?
    /// Canonical JSON. Holds personal data.
    package let content: [UInt8]
}
