package import Claims

/// A session that ended without a claim, kept because a refusal must be explainable later.
package struct SessionEnding: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case refused
        case held
    }

    /// Names the note, made by the caller: recording it again completes it, taking it back withdraws it. Unique among
    /// all sessions of the kiosk.
    package let id: String
    package let endedAt: Timestamp
    package let kind: Kind
    /// The step it ended in, as the counter page names it.
    package let step: String
    package let reason: Reason
    /// The rule that decided, by its stable name; nil when none was asked.
    package let rule: String?
    /// What that rule looked at, by name. Names no person.
    package let facts: [String: String]
    /// The versions in force, by what they are versions of.
    package let versions: [String: String]
    /// Nil when it ended before a card was read.
    package let personDigest: String?
    package let vehicleDigest: String?

    package init(
        id: String,
        endedAt: Timestamp,
        kind: Kind,
        step: String,
        reason: Reason,
        rule: String?,
        facts: [String: String],
        versions: [String: String],
        personDigest: String?,
        vehicleDigest: String?
    ) {
        self.id = id
        self.endedAt = endedAt
        self.kind = kind
        self.step = step
        self.reason = reason
        self.rule = rule
        self.facts = facts
        self.versions = versions
        self.personDigest = personDigest
        self.vehicleDigest = vehicleDigest
    }
}
