/// Where a session at the counter stands. Raw values are what the API and the text catalogues use.
package enum Step: String, CaseIterable, Sendable {
    case idle
    case notice
    case identity
    case agent
    case plate
    case ownership
    case battery
    case motor
    case frame
    case kilometres
    case condition
    case bankCard = "bank-card"
    case review
    case committing
    case recorded
    case refused
    case held
}

/// What a step waits for.
package enum Awaited: String, CaseIterable, Sendable {
    case start
    case agreement
    case card
    case plate
    case certificate
    case finding
    case kilometres
    case condition
    case bankCard = "bank-card"
    case confirmation
    /// An answer of the store or the registry.
    case lookUp = "look-up"
    /// The commit.
    case commit
    /// Held: go on for review, or not.
    case proceed
    case finish
}
