import Claims
package import Hummingbird
package import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// An HTTP/1.1 server over a router, as a service.
///
/// Hummingbird's `Application` wakes the process once a second to keep a date header fresh; a daemon that waits must
/// not, so this drives Hummingbird's server directly and sends no date.
package struct HTTPService<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    private let responder: Responder
    private let address: BindAddress
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int?) async -> Void

    /// At most this many connections at once; further ones wait in the kernel's queue.
    private let maximumConnections = 256
    /// A connection that sends nothing for this long, outside a response, is closed.
    private let idleTimeout = TimeAmount.seconds(30)
    /// Header bytes of one request.
    private let maximumHeaderSize = 16 * 1_024

    /// - Parameter onListening: called once the socket listens, with the real port of a TCP address.
    package init(
        responder: Responder,
        address: BindAddress,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int?) async -> Void
    ) {
        self.responder = responder
        self.address = address
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until graceful shutdown. Throws `listen.in-use` or `listen.failed` when the address cannot be had.
    package func run() async throws {
        let builder = HTTPServerBuilder.http1(
            configuration: .init(
                idleTimeout: idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: maximumHeaderSize,
                    maxHeaderListSize: maximumHeaderSize,
                    maxHeaderFieldCount: 100
                )
            )
        )
        let server = try builder.buildServer(
            configuration: ServerConfiguration(
                address: address,
                availableConnectionsDelegate: MaximumAvailableConnections(maximumConnections)
            ),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        ) { [responder, logger] request, writer, channel in
            let context = Responder.Context(source: .init(channel: channel, logger: logger))
            let response: Response
            do {
                response = try await responder.respond(to: request, context: context)
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
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw KioskError(
                .listenInUse,
                "the address \(address.name) is in use",
                remedy: "stop the program that listens there (ss -ltnp shows it) or configure another port",
                cause: error
            )
        } catch let error as IOError {
            throw KioskError(
                .listenFailed,
                "cannot listen on \(address.name)",
                remedy: "check the address and port in the configuration",
                cause: error
            )
        }
    }
}

extension BindAddress {
    fileprivate var name: String { "\(self)" }
}
