import HTTPSupport
import Hummingbird
package import Logging
import ServiceLifecycle

/// Serves the central's control socket until it is told to stop.
package struct AdminService: Service, CustomStringConvertible {
    private let routes: AdminRoutes
    private let path: String
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// `path` is absolute, at most 107 bytes, in a folder that exists.
    package init(
        path: String,
        routes: AdminRoutes,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        self.path = path
        self.routes = routes
        self.logger = logger
        self.onListening = onListening
    }

    package var description: String { "AdminService(\(path))" }

    /// Throws `listen.in-use` or `listen.failed`.
    package func run() async throws {
        let service = UnixSocketService(
            responder: routes.router().buildResponder(),
            path: path,
            // Others could take all connections and keep the operator out.
            mode: 0o600,
            limits: HTTPLimits(connections: 32),
            logger: logger,
            onListening: onListening
        )
        try await service.run()
    }
}
