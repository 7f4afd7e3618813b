package import HTTPSupport
import Hummingbird
package import Logging
import ServiceLifecycle

/// The central's HTTP server as a service.
package struct CentralService: Service, CustomStringConvertible {
    /// Of all kiosks together: `docs/central.md`.
    package static let limits = HTTPLimits(
        connections: 1_024,
        idleTimeout: .seconds(60),
        headerBytes: 16 * 1_024,
        headerFields: 64
    )

    private let api: CentralAPI
    private let address: ListenAddress
    private let tls: TLSListener?
    private let limits: HTTPLimits
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void

    /// `port` 0 takes any free one; `tls` is nil in a rehearsal on loopback only; `onReady` gets the real one, once requests are answered.
    package init(
        api: CentralAPI,
        host: String,
        port: Int,
        tls: TLSListener? = nil,
        limits: HTTPLimits = Self.limits,
        logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void
    ) {
        self.api = api
        self.address = .hostname(host, port: port)
        self.tls = tls
        self.limits = limits
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
            limits: limits,
            tls: tls,
            logger: quiet,
            onListening: { [onReady] port in await onReady(port ?? 0) }
        )
        try await server.run()
    }
}
