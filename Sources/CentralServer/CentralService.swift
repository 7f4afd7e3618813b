import Claims
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The central's HTTP server as a service.
package struct CentralService: Service, CustomStringConvertible {
    /// Connections at once; more wait in the kernel's queue.
    static let maximumConnections = 1_024
    /// After this without a byte on it, a connection that is not being answered is closed.
    static let idleTimeout: TimeAmount = .seconds(60)

    private let api: CentralAPI
    private let host: String
    private let port: Int
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
        self.host = host
        self.port = port
        self.logger = logger
        self.onReady = onReady
    }

    /// For the service group's log, which would show every field otherwise.
    package var description: String { "CentralService(\(host):\(port))" }

    /// Throws `listen.in-use` or `listen.failed`.
    package func run() async throws {
        // Hummingbird's own lines are for its developers.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            router: api.router(),
            server: .http1(
                configuration: .init(
                    idleTimeout: Self.idleTimeout,
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 * 1024,
                        maxHeaderListSize: 16 * 1024,
                        maxHeaderFieldCount: 64
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: .maximum(Self.maximumConnections, logger: quiet)
            ),
            onServerRunning: { [port, onReady] channel in await onReady(channel.localAddress?.port ?? port) },
            logger: quiet
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw listenError(error)
        } catch let error as SocketAddressError {
            throw listenError(error)
        }
    }

    private func listenError(_ cause: any Error) -> KioskError {
        if let error = cause as? IOError, error.errnoCode == EADDRINUSE {
            return KioskError(
                .listenInUse,
                "Another program listens on \(host):\(port) already.",
                remedy: "Stop it (ss -ltnp shows which it is), or set another port in the settings.",
                cause: cause
            )
        }
        return KioskError(
            .listenFailed,
            "Cannot listen on \(host):\(port).",
            remedy: "Check the address and port in the settings; ports below 1024 need a capability.",
            cause: cause
        )
    }
}
