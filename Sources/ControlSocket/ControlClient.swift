import Claims
import Glibc
import NIOCore
package import NIOHTTP1
import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks the daemon over its control socket: HTTP/1.1 on a Unix socket, one request a connection.
///
/// NIO's own HTTP handlers do; an HTTP client library would bring TLS, pools and redirects that this tool has no use for.
package struct ControlClient: Sendable {
    /// Bytes of an answer that comes whole, and of one line.
    static let largestBody = 16 << 20
    /// Bytes of a socket's path, unix(7): `sun_path` has 108, with the zero at its end.
    private static let longestPath = 107
    private static let patience = TimeAmount.seconds(10)

    package let socket: String
    private let daemon: ControlledDaemon

    package init(socket: String, of daemon: ControlledDaemon = .kiosk) {
        self.socket = socket
        self.daemon = daemon
    }

    /// Throws `control.unreachable`, `control.answer-not-understood`, or what the daemon answered.
    package func get<Answer: Decodable>(_ route: String, as type: Answer.Type) async throws -> Answer {
        try decode(await send(.GET, route, body: nil, within: Self.patience), as: type)
    }

    /// - Parameter seconds: how long the daemon may work on it.
    package func post<Answer: Decodable>(
        _ route: String,
        _ body: some Encodable,
        as type: Answer.Type,
        seconds: Int = 10
    ) async throws -> Answer {
        let data = try await send(.POST, route, body: JSONEncoder().encode(body), within: .seconds(Int64(seconds)))
        return try decode(data, as: type)
    }

    package func text(
        _ method: HTTPMethod = .GET,
        _ route: String,
        _ body: (any Encodable)? = nil,
        seconds: Int = 10
    ) async throws -> String {
        let data = try await send(
            method,
            route,
            body: body.map { try JSONEncoder().encode($0) },
            within: .seconds(Int64(seconds))
        )
        guard let text = String(validating: data, as: UTF8.self) else { throw notUnderstood() }
        return text
    }

    /// Calls `take` for each line, until it returns false or the daemon ends.
    package func lines<Line: Decodable>(
        _ method: HTTPMethod,
        _ route: String,
        _ body: (any Encodable)? = nil,
        of type: Line.Type,
        take: (Line) async throws -> Bool
    ) async throws {
        let data = try body.map { try JSONEncoder().encode($0) }
        var rest: [UInt8] = []
        try await exchange(method, route, body: data, within: nil) { status, bytes in
            rest += bytes
            guard rest.count <= Self.largestBody else { throw notUnderstood() }
            guard status == .ok else { return true }
            while let end = rest.firstIndex(of: 0x0A) {
                let line = Data(rest[..<end])
                rest.removeSubrange(...end)
                if !line.isEmpty, !(try await take(decode(line, as: type))) { return false }
            }
            return true
        } refused: { status in
            throw refusal(status, Data(rest))
        }
    }

    private func send(_ method: HTTPMethod, _ route: String, body: Data?, within limit: TimeAmount?) async throws
        -> Data
    {
        var collected: [UInt8] = []
        try await exchange(method, route, body: body, within: limit) { _, bytes in
            collected += bytes
            guard collected.count <= Self.largestBody else { throw notUnderstood() }
            return true
        } refused: { status in
            throw refusal(status, Data(collected))
        }
        return Data(collected)
    }

    func exchange(
        _ method: HTTPMethod,
        _ route: String,
        body: Data? = nil,
        isChunked: Bool = false,
        pieces: () throws -> ArraySlice<UInt8>? = { nil },
        within limit: TimeAmount?,
        take: (HTTPResponseStatus, [UInt8]) async throws -> Bool,
        refused: (HTTPResponseStatus) throws -> Void
    ) async throws {
        let channel = try await connect(to: route, within: limit)
        do {
            try await channel.executeThenClose { inbound, outbound in
                var headers = HTTPHeaders([("host", "kiosk"), ("connection", "close")])
                if let body {
                    headers.add(name: "content-type", value: "application/json")
                    headers.add(name: "content-length", value: "\(body.count)")
                } else if isChunked {
                    headers.add(name: "content-type", value: "application/octet-stream")
                    headers.add(name: "transfer-encoding", value: "chunked")
                }
                try await outbound.write(
                    .head(HTTPRequestHead(version: .http1_1, method: method, uri: route, headers: headers))
                )
                if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
                while let piece = try pieces() {
                    // A daemon that has heard enough says why, and closes: read that instead.
                    guard (try? await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: piece))))) != nil else {
                        break
                    }
                }
                if isChunked { try? await outbound.write(.end(nil)) } else { try await outbound.write(.end(nil)) }
                var status: HTTPResponseStatus?
                for try await part in inbound {
                    switch part {
                    case .head(let head): status = head.status
                    case .body(let bytes):
                        guard let status else { throw notUnderstood() }
                        guard try await take(status, Array(bytes.readableBytesView)) else { return }
                    case .end:
                        guard let status else { throw notUnderstood() }
                        if status != .ok { try refused(status) }
                        return
                    }
                }
                throw unreachable("it closed the connection without an answer")
            }
        } catch let error as KioskError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch HTTPParserError.invalidEOFState {
            throw unreachable("it stopped in the middle of its answer")
        } catch is HTTPParserError {
            throw notUnderstood()
        } catch {
            throw unreachable("the connection broke\(Self.words(for: error))")
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPPart<HTTPRequestHead, IOData>>

    private func connect(to route: String, within limit: TimeAmount?) async throws -> Connection {
        guard socket.utf8.count <= Self.longestPath else {
            throw KioskError(
                .controlUnreachable,
                "the path of the control socket has \(socket.utf8.count) bytes, and the system takes at most "
                    + "\(Self.longestPath): \(socket)",
                remedy: "give --socket a shorter path, such as one from / on without detours, or over a symbolic link"
            )
        }
        do {
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(Self.patience)
                .connect(unixDomainSocketPath: socket) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        // Nothing comes for so long: then nothing will.
                        if let limit {
                            try pipeline.addHandler(IdleStateHandler(allTimeout: limit + Self.patience))
                            try pipeline.addHandler(CloseWhenIdle())
                        }
                        try pipeline.addHTTPClientHandlers()
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError where error.errnoCode == EACCES {
            throw KioskError(
                .controlDenied,
                "this user may not reach the control socket \(socket)",
                remedy: daemon.whenDenied(route)
            )
        } catch {
            throw unreachable("nobody answers there\(Self.words(for: error))")
        }
    }

    /// The system's words in brackets, where it has some: the library's own say which of its functions failed.
    private static func words(for error: any Error) -> String {
        guard let error = error as? IOError else { return "" }
        return " (\(String(cString: strerror(error.errnoCode))))"
    }

    func decode<Answer: Decodable>(_ data: Data, as type: Answer.Type) throws -> Answer {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw notUnderstood()
        }
    }

    func refusal(_ status: HTTPResponseStatus, _ data: Data) -> KioskError {
        guard let detail = try? JSONDecoder().decode(ErrorBody.self, from: data).error else { return notUnderstood() }
        return KioskError(KioskError.Code(detail.code), detail.message, remedy: detail.remedy)
    }

    private func unreachable(_ why: String) -> KioskError {
        KioskError(
            .controlUnreachable,
            "the daemon cannot be reached at \(socket): \(why)",
            remedy: daemon.whenUnreachable
        )
    }

    func notUnderstood() -> KioskError {
        KioskError(
            .controlAnswer,
            "what answers at \(socket) is no \(daemon.program), or one of another version",
            remedy: daemon.whenNotUnderstood
        )
    }
}

/// Ends a connection on which nothing happens.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
