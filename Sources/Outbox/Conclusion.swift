/// How a claim ended for good.
package enum Conclusion: String, CaseIterable, Sendable {
    case refused
    case withdrawn
    case paid

    /// Whether person, vehicle and parts may be claimed again. What was paid for never may.
    var freesKeys: Bool { self != .paid }
}
