import Synchronization

/// A number of places for what takes memory. Who finds none is sent away, not queued.
final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(max(1, count)) }

    /// Whether a place was taken; it must be left again.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func leave() { free.withLock { $0 += 1 } }
}
