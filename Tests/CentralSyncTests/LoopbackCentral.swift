import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A tiny HTTP/1.1 server on loopback that does with each request what the test says.
final class LoopbackCentral: Sendable {
    struct Request: Equatable, Sendable {
        var method: String
        var path: String
        var contentType: String?
        var body: [UInt8]
    }

    enum Response: Sendable {
        case answer(Int, String, location: String? = nil, signature: String? = nil)
        /// The connection ends without an answer.
        case hangUp
        /// Bytes that are no HTTP.
        case raw(String)
        /// Nothing, ever.
        case silence
    }

    typealias Handler = @Sendable (_ request: Request, _ count: Int) -> Response

    let port: Int
    private let channel: any Channel
    private let log: RequestLog

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { log.all }

    /// `port` 0 takes a free one.
    static func start(host: String = "127.0.0.1", port: Int = 0, _ handler: @escaping Handler) async throws
        -> LoopbackCentral
    {
        let log = RequestLog()
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try child.pipeline.syncOperations.addHandler(Answering(log: log, handler: handler))
                }
            }
            .bind(host: host, port: port).get()
        return LoopbackCentral(channel: channel, port: channel.localAddress?.port ?? 0, log: log)
    }

    private init(channel: any Channel, port: Int, log: RequestLog) {
        self.channel = channel
        self.port = port
        self.log = log
    }

    func stop() async throws { try await channel.close().get() }

    /// Returns when that many requests have come.
    func received(_ count: Int) async { await log.reach(count) }
}

final class RequestLog: Sendable {
    private struct State {
        var all: [LoopbackCentral.Request] = []
        var waiting: [(Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var all: [LoopbackCentral.Request] { state.withLock { $0.all } }

    func add(_ request: LoopbackCentral.Request) -> Int {
        let (count, ready) = state.withLock { state in
            state.all.append(request)
            let count = state.all.count
            let ready = state.waiting.filter { $0.0 <= count }
            state.waiting.removeAll { $0.0 <= count }
            return (count, ready.map(\.1))
        }
        for continuation in ready { continuation.resume() }
        return count
    }

    func reach(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let there = state.withLock { state in
                if state.all.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if there { continuation.resume() }
        }
    }
}

private final class Answering: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: RequestLog
    private let handler: LoopbackCentral.Handler
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(log: RequestLog, handler: @escaping LoopbackCentral.Handler) {
        self.log = log
        self.handler = handler
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer): body += buffer.readableBytesView
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let request = LoopbackCentral.Request(
            method: head.method.rawValue,
            path: head.uri,
            contentType: head.headers.first(name: "content-type"),
            body: body
        )
        let count = log.add(request)
        switch handler(request, count) {
        case .answer(let status, let text, let location, let signature):
            var headers: HTTPHeaders = ["content-length": "\(text.utf8.count)", "content-type": "application/json"]
            if let signature { headers.add(name: "kiosk-signature", value: signature) }
            if let location { headers.add(name: "location", value: location) }
            let answer = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
            context.write(wrapOutboundOut(.head(answer)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .hangUp: context.close(promise: nil)
        case .raw(let text):
            // From the encoder's place outwards, so past it.
            if let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self) {
                encoder.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
            }
            context.close(promise: nil)
        case .silence: break
        }
    }
}
