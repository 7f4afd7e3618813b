import HTTPSupport
import Hummingbird
package import Logging
package import QueueServer
import ServiceLifecycle

/// Serves the control socket until it is told to stop, and leaves no socket behind.
package struct ControlService: Service {
    private let routes: ControlRoutes
    private let path: String
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - path: of the socket, absolute, at most 107 bytes; its folder must be there.
    ///   - queue: what supervisors ask; nil where there is none.
    ///   - onListening: called once technicians can connect.
    package init(
        path: String,
        control: any DeviceControl,
        queue: (any QueueDesk)? = nil,
        access: ControlAccess,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        routes = ControlRoutes(control: control, queue: queue, access: access, logger: logger)
        self.path = path
        self.logger = logger
        self.onListening = onListening
    }

    /// Throws `listen.in-use` or `listen.failed` when the socket cannot be had, or its path is not absolute.
    package func run() async throws {
        let service = UnixSocketService(
            responder: routes.router().buildResponder(),
            path: path,
            mode: 0o666,
            // A technician or two, and a collector of metrics. Whoever connects and asks nothing is soon hung up on, and
            // no user can take the places of all others.
            limits: HTTPLimits(connections: 32, connectionsPerUser: 8, idleTimeout: .seconds(10)),
            logger: logger,
            onListening: onListening
        )
        try await service.run()
    }
}
