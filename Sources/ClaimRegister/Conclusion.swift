package import Claims

/// How a claim ended for good.
package enum Conclusion: String, CaseIterable, Sendable {
    case refused
    case withdrawn
    case paid

    /// Whether person, vehicle and parts may be claimed again. What was paid for never may.
    var freesKeys: Bool { self != .paid }
}

/// A conclusion as the register keeps it.
package struct StoredConclusion: Hashable, Sendable {
    package let conclusion: Conclusion
    /// As the first caller said it.
    package let at: Timestamp

    package init(_ conclusion: Conclusion, at time: Timestamp) {
        self.conclusion = conclusion
        at = time
    }
}
