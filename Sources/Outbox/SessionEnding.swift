package import Claims

/// A session that ended without a claim, kept because a refusal must be explainable later.
package struct SessionEnding: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case refused
        case held
    }

    package let endedAt: Timestamp
    package let kind: Kind
    /// The step it ended in, as the counter page names it.
    package let step: String
    package let reason: Reason
    /// Nil when it ended before a card was read.
    package let personDigest: String?
    package let vehicleDigest: String?

    package init(
        endedAt: Timestamp,
        kind: Kind,
        step: String,
        reason: Reason,
        personDigest: String?,
        vehicleDigest: String?
    ) {
        self.endedAt = endedAt
        self.kind = kind
        self.step = step
        self.reason = reason
        self.personDigest = personDigest
        self.vehicleDigest = vehicleDigest
    }
}
