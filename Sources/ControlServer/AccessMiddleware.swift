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
            logger.warning(
                "control request refused",
                metadata: [
                    "code": "\(error.code)", "uid": "\(peer.uid)", "user": "\(peer.user)",
                    "route": "\(context.endpointPath ?? "none")",
                ]
            )
            throw error
        }
        var context = context
        context.peer = peer
        return try await next(request, context)
    }
}
