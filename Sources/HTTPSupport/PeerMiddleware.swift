package import Claims
package import Hummingbird
import Logging

/// Lets a request on a Unix socket through when its peer may do this, and logs who was refused.
package struct PeerMiddleware: RouterMiddleware {
    private let check: @Sendable (UnixPeer) throws -> Void
    private let refusals: RefusalLog
    private let lookup = PeerLookup()

    /// `check` throws a `KioskError` for a peer that may not.
    package init(refusals: RefusalLog, check: @escaping @Sendable (UnixPeer) throws -> Void) {
        self.refusals = refusals
        self.check = check
    }

    package func handle(
        _ request: Request,
        context: SocketContext,
        next: (Request, SocketContext) async throws -> Response
    ) async throws -> Response {
        let peer = try await lookup.peer(of: context.channel)
        do {
            try check(peer)
        } catch let error as KioskError {
            Self.note(error, peer, context, refusals)
            throw error
        }
        var context = context
        context.peer = peer
        return try await next(request, context)
    }

    /// Logs whom a socket refused.
    package static func note(
        _ error: KioskError,
        _ peer: UnixPeer,
        _ context: SocketContext,
        _ refusals: RefusalLog
    ) {
        refusals.note(
            "control request refused",
            from: "uid \(peer.uid)",
            [
                "code": "\(error.code)", "uid": "\(peer.uid)", "user": "\(peer.user)",
                "route": "\(context.endpointPath ?? "none")",
            ]
        )
    }
}
