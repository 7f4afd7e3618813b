package import Hummingbird
import NIOCore

/// A request on the control socket, with the connection it came by: only that tells who asks.
package struct ControlContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set once the peer was let in.
    var peer: ControlAccess.Peer?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
