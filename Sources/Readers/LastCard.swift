import Synchronization

/// The card a reader read last, as a digest, for as long as it may lie there: it outlives an unplugging.
final class LastCard: Sendable {
    private let stored = Mutex<Int?>(nil)

    var digest: Int? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
