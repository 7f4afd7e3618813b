package import Claims

/// One claim as the register holds it.
package struct StoredClaim: Equatable, Sendable {
    package let answer: StoredAnswer
    /// Canonical JSON. Holds personal data.
    package let content: [UInt8]
    package let contentHash: String
    package let rehearsal: Bool
    package let amount: Fen?
    /// Nil while nothing final was said.
    package let conclusion: StoredConclusion?
}

/// Some of the claims, without their content.
package struct RegisterPage: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        /// Rises with every claim that is stored.
        package let place: Int64
        package let answer: StoredAnswer
        package let rehearsal: Bool
        package let amount: Fen?
        package let conclusion: StoredConclusion?
    }

    package let entries: [Entry]
    /// Whether claims follow after the last entry.
    package let more: Bool
}

/// What the register holds of one kiosk: whether its claims 1…n have all arrived, and as they were chained.
package struct KioskState: Equatable, Sendable {
    package let kiosk: KioskID
    /// The highest running number, 0 when there is none.
    package let highest: Int64
    package let count: Int64
    /// The lowest running numbers below `highest` that are not here, ascending; not all of them if there are many.
    package let missing: [Int64]
    /// The lowest running numbers whose link does not fit the claim before, ascending; not all if there are many.
    package let broken: [Int64]
}
