import Synchronization

/// Tells any number of listeners that something changed, never what: each reads the store again.
///
/// A listener that is slow finds one signal waiting, however many changes there were.
final class ChangeBroadcaster: Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let listeners = Mutex(Listeners())

    /// Signals from now on; ends with the listener's task.
    func subscribe() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let key = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.all.removeValue(forKey: key) }
        }
        return stream
    }

    func notify() {
        for continuation in listeners.withLock({ Array($0.all.values) }) { continuation.yield() }
    }

    /// Ends all streams.
    func finish() {
        for continuation in listeners.withLock({ Array($0.all.values) }) { continuation.finish() }
    }

    deinit { finish() }
}
