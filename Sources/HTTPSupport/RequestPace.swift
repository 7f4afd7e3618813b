import HTTPTypes
import Logging
import NIOCore
import NIOHTTPTypes

/// Ends connections that hold this server up: a body that trickles, a body that goes on after it was answered, an answer
/// that nobody reads. (A head that trickles, and a handshake, end by the idle time: only whole parts count there.)
///
/// A response with `connection: close` is the last of its connection.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: HTTPLimits
    private let refusals: RefusalLog
    /// Of the body that is being read, since the last look; nil between bodies.
    private var received: Int?
    /// Of a body that was answered before it ended.
    private var leftOver = 0
    private var isAnswered = false
    private var isLast = false
    private var bodyTimer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?

    init(limits: HTTPLimits, refusals: RefusalLog) {
        self.limits = limits
        self.refusals = refusals
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            received = 0
            leftOver = 0
            isAnswered = false
            look(context)
        case .body(let bytes):
            received? += bytes.readableBytes
            if isAnswered {
                leftOver += bytes.readableBytes
                guard leftOver <= limits.leftOverBytes else { return end(context, "a body goes on after its answer") }
            }
        case .end:
            received = nil
            bodyTimer?.cancel()
            if isAnswered, isLast { context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }

    /// In each window a body must bring what the pace asks for.
    private func look(_ context: ChannelHandlerContext) {
        bodyTimer?.cancel()
        let least = limits.bodyBytesPerSecond * Int(limits.paceWindow.components.seconds)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        bodyTimer = context.eventLoop.scheduleTask(in: TimeAmount(limits.paceWindow)) {
            let (handler, context) = bound.value
            guard let received = handler.received else { return }
            guard received >= least else { return handler.end(context, "a body comes too slowly") }
            handler.received = 0
            handler.look(context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headerFields[.connection]?.lowercased() == "close" { isLast = true }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            isAnswered = true
            guard isLast, received == nil else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        if !context.channel.isWritable {
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            stallTimer = context.eventLoop.scheduleTask(in: TimeAmount(limits.idleTimeout)) {
                let (handler, context) = bound.value
                handler.end(context, "an answer is not read")
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        bodyTimer?.cancel()
        stallTimer?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if RefusalReason.isOfTLS(error) {
            refusals.note(
                "TLS connection refused",
                from: ConnectionPeer.address(of: context.channel),
                ["peer": "\(ConnectionPeer.address(of: context.channel))"]
            )
        }
        context.fireErrorCaught(error)
    }

    private func end(_ context: ChannelHandlerContext, _ why: String) {
        let peer = ConnectionPeer.address(of: context.channel)
        refusals.note("connection ended", from: peer, ["why": "\(why)", "peer": "\(peer)"])
        context.close(promise: nil)
    }
}
