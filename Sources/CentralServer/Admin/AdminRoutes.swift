import Claims
import HTTPSupport
import Hummingbird
package import Logging

/// What the central's operator can ask and order over the control socket: `docs/openapi/central-admin.yaml`.
///
/// Each part of the central brings its own routes; `CentralDaemon` puts them together.
package struct AdminRoutes: Sendable {
    private let routes: [AdminRoute]
    private let ownUser: UInt32
    private let logger: Logger

    /// `ownUser` is the user that the daemon runs as: only it and root may ask.
    package init(_ routes: [AdminRoute], ownUser: UInt32, logger: Logger) {
        self.routes = routes
        self.ownUser = ownUser
        self.logger = logger
    }

    /// Every route that is served.
    package var table: [CentralAPI.Route] {
        routes.map { CentralAPI.Route(method: $0.method.rawValue, path: $0.path) }
    }

    func router() -> Router<SocketContext> {
        let router = Router(context: SocketContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: PeerMiddleware(refusals: RefusalLog(logger: logger), check: check))
        for route in routes { router.on(RouterPath(route.path), method: route.method, use: route.answer) }
        return router
    }

    private func check(_ peer: UnixPeer) throws(KioskError) {
        guard peer.uid != 0, peer.uid != ownUser else { return }
        throw KioskError(
            .controlDenied,
            "the user \(peer.user) may not do this: it is for root and the central's own user",
            remedy: "run this as root or as the user of kiosk-central"
        )
    }
}
