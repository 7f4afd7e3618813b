import Synchronization

/// The speed at which a reader was found to answer, if it is not the configured one: it outlives an unplugging.
final class FoundSpeed: Sendable {
    private let stored = Mutex<Int?>(nil)

    var baud: Int? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
