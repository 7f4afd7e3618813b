import Claims
import Hummingbird
import Logging

/// Lets a request through when its peer has the right, and logs once who was refused.
struct AccessMiddleware: RouterMiddleware {
    let access: ControlAccess
    let right: ControlAccess.Right
    let lookup: PeerLookup
    let logger: Logger

    func handle(
        _ request: Request,
        context: ControlContext,
        next: (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        let peer = try await lookup.peer(of: context.channel)
        do {
            try access.check(right, for: peer)
        } catch {
            Self.log(error, peer, context, logger)
            throw error
        }
        var context = context
        context.peer = peer
        return try await next(request, context)
    }

    static func log(_ error: KioskError, _ peer: ControlAccess.Peer, _ context: ControlContext, _ logger: Logger) {
        logger.warning(
            "control request refused",
            metadata: [
                "code": "\(error.code)", "uid": "\(peer.uid)", "user": "\(peer.user)",
                "route": "\(context.endpointPath ?? "none")",
            ]
        )
    }
}
