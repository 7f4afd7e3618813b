package import Claims

/// What the relay knows of the central, for the pages.
package struct RelayState: Equatable, Sendable {
    package enum Central: String, CaseIterable, Sendable {
        /// Nothing was sent yet.
        case unknown
        case reachable
        case unreachable
    }

    package var central: Central
    /// Why the last attempt failed, the kiosk's own store included; nil after one that did not.
    package var problem: ErrorBody.Detail?
    /// When the next attempt is made; nil while one is under way and when nothing is being waited for.
    package var nextAttemptAt: Timestamp?

    package init(central: Central, problem: ErrorBody.Detail? = nil, nextAttemptAt: Timestamp? = nil) {
        self.central = central
        self.problem = problem
        self.nextAttemptAt = nextAttemptAt
    }
}
