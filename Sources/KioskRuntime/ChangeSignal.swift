import Synchronization

/// Tells any number of listeners that something changed; a slow one hears once of many changes.
final class ChangeSignal: Sendable {
    private let listeners = Mutex<(next: Int, all: [Int: AsyncStream<Void>.Continuation])>((0, [:]))

    func notify() {
        for listener in listeners.withLock({ Array($0.all.values) }) { listener.yield() }
    }

    /// A stream of these changes and of `others`; it ends with its reader.
    func merged(with others: AsyncStream<Void>) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listener = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        // Lives as long as the stream: ended by its termination, just below.
        let forwarding = Task { for await _ in others { continuation.yield() } }
        continuation.onTermination = { [self] _ in
            forwarding.cancel()
            listeners.withLock { $0.all[listener] = nil }
        }
        return stream
    }
}
