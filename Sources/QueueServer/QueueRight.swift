/// What a request needs of the one who asks.
package enum QueueRight: String, CaseIterable, Sendable {
    /// Status, lists, the day's slip, the audit log.
    case look
    /// Everything that changes something or carries something away.
    case act
}
