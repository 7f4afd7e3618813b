import Synchronization

/// The exit code that a callback leaves behind.
final class Outcome: Sendable {
    private let stored = Mutex(ToolExit.problem)

    var code: Int32 {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
