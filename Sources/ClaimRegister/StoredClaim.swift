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
    /// The claim that this one corrects.
    package let amends: ClaimID?
    /// What the one who sent it back wrote, for the central's own people.
    package let returnNote: String?
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
