import Claims
import Foundation
import HTTPSupport
import Hummingbird
import KioskTestSupport
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// A listener of ours with short limits, on a loopback port or a Unix socket, asked byte by byte.
struct RunningHTTP: Sendable {
    private static func limits(idle: Duration) -> HTTPLimits {
        HTTPLimits(
            connections: 16,
            idleTimeout: idle,
            headerBytes: 4_096,
            headerFields: 16,
            bodyBytesPerSecond: 256,
            paceWindow: .seconds(1),
            leftOverBytes: 64 * 1_024
        )
    }

    private enum Place {
        case port(Int)
        case socket(String)
    }

    private let place: Place

    static func run(
        onSocket: Bool,
        idle: Duration,
        logger: Logger,
        check: (@Sendable (UnixPeer?) -> KioskError?)? = nil,
        _ body: @escaping @Sendable (RunningHTTP) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let router = Router()
            router.add(middleware: ErrorMiddleware())
            router.get("/hello") { _, _ in "hello" }
            router.post("/take") { request, _ in "\(try await request.bytes(upTo: 1_024).count)" }
            router.get("/endless") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        let piece = ByteBuffer(repeating: 0x61, count: 65_536)
                        while true { try await writer.write(piece) }
                    }
                )
            }
            let socket = "\(folder)/test.sock"
            let (places, continuation) = AsyncStream.makeStream(of: Place.self, bufferingPolicy: .bufferingNewest(1))
            let service = HTTPService(
                responder: router.buildResponder(),
                address: onSocket ? .unixDomainSocket(path: socket) : .hostname("127.0.0.1", port: 0),
                limits: limits(idle: idle),
                check: check,
                logger: logger
            ) { port in continuation.yield(port.map { .port($0) } ?? .socket(socket)) }
            let services = ServiceGroup(services: [service], logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Ends the wait below if the server cannot start.
                    defer { continuation.finish() }
                    try await services.run()
                }
                var iterator = places.makeAsyncIterator()
                if let place = await iterator.next() {
                    do {
                        try await body(RunningHTTP(place: place))
                    } catch {
                        await services.triggerGracefulShutdown()
                        try? await group.waitForAll()
                        throw error
                    }
                    await services.triggerGracefulShutdown()
                }
                try await group.waitForAll()
            }
        }
    }

    /// Connects, calls `send`, and gives all that came back until the server closed.
    func talk(
        _ send: @escaping @Sendable (NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws -> Void
    ) async throws -> String {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let setUp: @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> = { channel in
            channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
        }
        let channel =
            switch place {
            case .port(let port): try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: setUp)
            case .socket(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: setUp)
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    var text = ""
                    do {
                        for try await bytes in inbound { text += String(buffer: bytes) }
                    } catch {
                        // Cut off.
                    }
                    return text
                }
                group.addTask {
                    // A server that hangs up makes the sender fail, which is what is tested.
                    try? await send(outbound)
                    return nil
                }
                while let ended = try await group.next() {
                    guard let text = ended else { continue }
                    group.cancelAll()
                    return text
                }
                return ""
            }
        }
    }
}

extension RunningHTTP {
    /// Sends a request and reads nothing, until the server hangs up. False if it never does.
    func deaf(_ request: String) async throws -> Bool {
        guard case .port(let port) = place else { return false }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: port).get()
        try await channel.writeAndFlush(ByteBuffer(string: request)).get()
        // Without reading nobody hears of the end; writing does.
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            do {
                try await channel.writeAndFlush(ByteBuffer(string: "\r\n")).get()
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                try? await channel.close().get()
                return true
            }
        }
        try? await channel.close().get()
        return false
    }
}
