package import Claims
import ForgetfulIO
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// An HTTP/1.1 server over a router, as a service.
///
/// Hummingbird's `Application` wakes the process once a second to keep a date header fresh; a daemon that waits must
/// not, so this drives Hummingbird's server directly and sends no date.
package struct HTTPService<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let address: ListenAddress
    private let limits: HTTPLimits
    private let tls: TLSListener?
    private let check: (@Sendable (UnixPeer?) -> KioskError?)?
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int?) async -> Void

    /// - Parameters:
    ///   - tls: nil for plain HTTP, on loopback and Unix sockets.
    ///   - check: for TCP on loopback: says why the user at the other end may not ask, nil for one who may. Asked once a
    ///     connection, with nil when the system does not say who it is. Blocking is allowed.
    ///   - onListening: called once the socket listens, with the real port of a TCP address.
    package init(
        responder: Responder,
        address: ListenAddress,
        limits: HTTPLimits = HTTPLimits(),
        tls: TLSListener? = nil,
        check: (@Sendable (UnixPeer?) -> KioskError?)? = nil,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int?) async -> Void
    ) {
        self.responder = responder
        self.address = address
        self.limits = limits
        self.tls = tls
        self.check = check
        self.logger = logger
        self.onListening = onListening
    }

    private func builder() throws -> HTTPServerBuilder {
        let refusals = RefusalLog(logger: logger)
        let places = limits.connectionsPerUser.map { UserPlaces(most: $0) }
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    ReceiveWiperInstaller(), RequestPace(limits: limits, refusals: refusals),
                ] + (check.map { [LocalUserGate(refusals: refusals, check: $0)] } ?? [])
                    + (places.map { [UserPlaceHandler(places: $0, refusals: refusals)] } ?? []),
                idleTimeout: TimeAmount(limits.idleTimeout),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerFields
                )
            )
        )
        guard let tls else { return plain }
        return try .tls(
            plain,
            configuration: TLSChannelConfiguration(
                tlsConfiguration: tls.configuration,
                customAsyncVerificationCallback: { await tls.admits($0) ? .certificateVerified : .failed }
            )
        )
    }

    /// Serves until graceful shutdown. Throws `listen.in-use` or `listen.failed` when the address cannot be had.
    package func run() async throws {
        let server = try builder().buildServer(
            configuration: ServerConfiguration(
                address: address.bound,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)
            ),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        ) { [responder, logger] request, writer, channel in
            let context = Responder.Context(source: .init(channel: channel, logger: logger))
            let response: Response
            do {
                response = try await Self.answer(of: responder, to: request, context)
            } catch let error as HTTPParserError {
                throw error
            } catch {
                response = Response(status: .internalServerError)
            }
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: { [onListening] channel in
            await onListening(channel.localAddress?.port)
        }
        do {
            try await server.run()
        } catch let error as IOError {
            throw listenError(error)
        } catch let error as SocketAddressError {
            throw listenError(error)
        }
    }

    /// In a task of its own: what a request names passes through the memory of its task, and a connection's task lives as
    /// long as a page is open. This one is freed, and wiped, with the answer.
    private static func answer(
        of responder: Responder,
        to request: Request,
        _ context: Responder.Context
    ) async throws -> Response {
        try await withThrowingTaskGroup(of: Response.self) { group in
            group.addTask { try await responder.respond(to: request, context: context) }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }

    private func listenError(_ cause: any Error) -> KioskError {
        if let error = cause as? IOError, error.errnoCode == EADDRINUSE {
            return KioskError(
                .listenInUse,
                "the address \(address) is in use",
                remedy: "stop the program that listens there (ss -ltnp shows it) or configure another port",
                cause: cause
            )
        }
        return KioskError(
            .listenFailed,
            "cannot listen on \(address)",
            remedy: "check the address and port in the settings; ports below 1024 need a capability",
            cause: cause
        )
    }
}
