package import Hummingbird
import NIOCore

/// A request on a Unix socket, with the connection it came by: only that tells who asks.
package struct SocketContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set once the peer was let in.
    package internal(set) var peer: UnixPeer?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Throws `control.denied` before the peer was let in.
    package var knownPeer: UnixPeer {
        get throws {
            guard let peer else { throw PeerLookup.unknown }
            return peer
        }
    }

    /// For the log and the audit: who asked.
    package var user: String { peer?.user ?? "-" }
}
