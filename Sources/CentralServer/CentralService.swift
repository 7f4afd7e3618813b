import HTTPSupport
import Hummingbird
package import Logging
import ServiceLifecycle

/// The central's HTTP server as a service.
package struct CentralService: Service, CustomStringConvertible {
    /// Of all kiosks together: `docs/central.md`.
    private static let limits = HTTPLimits(
        connections: 1_024,
        idleTimeout: .seconds(60),
        headerBytes: 16 * 1_024,
        headerFields: 64
    )

    private let api: CentralAPI
    private let address: ListenAddress
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void

    /// `port` 0 takes any free one; `onReady` gets the real one, once requests are answered.
    package init(
        api: CentralAPI,
        host: String,
        port: Int,
        logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void
    ) {
        self.api = api
        self.address = .hostname(host, port: port)
        self.logger = logger
        self.onReady = onReady
    }

    /// For the service group's log, which would show every field otherwise.
    package var description: String { "CentralService(\(address))" }

    /// Throws `listen.in-use` or `listen.failed`.
    package func run() async throws {
        // The server library's own lines are for its developers.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let server = HTTPService(
            responder: api.router().buildResponder(),
            address: address,
            limits: Self.limits,
            logger: quiet,
            onListening: { [onReady] port in await onReady(port ?? 0) }
        )
        try await server.run()
    }
}
