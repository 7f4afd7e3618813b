/// A device came or went.
package enum DeviceChange: Hashable, Sendable {
    /// The device can be opened. May be told again without a `disappeared` between: then it may have been replaced, or
    /// its permissions changed, and a try that failed is worth repeating.
    case appeared(ReaderBinding)
    /// Bound, and not there.
    case disappeared(ReaderBinding)
    /// The device of that id has no work here any more: it is closed and forgotten.
    case released(id: String)
}

/// Knows which devices are there.
package protocol DeviceSource: Sendable {
    /// Tells first about every device it knows, then every change, until the task is cancelled.
    func watch(_ report: @escaping @Sendable (DeviceChange) -> Void) async
}
