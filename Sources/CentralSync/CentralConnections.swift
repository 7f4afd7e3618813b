import AsyncHTTPClient
import Synchronization

/// The relay's own connections to the central, all of which can be given up at once.
///
/// A connection that was begun on a network that is gone may hang for many seconds, and the client lets a new request
/// wait for it. So after a change of the network there is a new client, with connections of its own.
final class CentralConnections: Sendable {
    private let make: @Sendable () -> HTTPClient
    /// Nil before the first use and after the last.
    private let current = Mutex<HTTPClient?>(nil)

    init(_ make: @escaping @Sendable () -> HTTPClient) { self.make = make }

    var client: HTTPClient {
        current.withLock { current in
            let client = current ?? make()
            current = client
            return client
        }
    }

    /// From now on with new connections.
    func renew() {
        guard let old = take() else { return }
        // Ends by itself, at the latest with the connection attempts that are under way; nobody has to wait for it.
        Task { try? await old.shutdown() }
    }

    func close() async { try? await take()?.shutdown() }

    private func take() -> HTTPClient? {
        current.withLock { current in
            defer { current = nil }
            return current
        }
    }
}
