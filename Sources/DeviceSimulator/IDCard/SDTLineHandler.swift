import NIOCore

/// Answers the requests on the master's end, one at a time: a request that comes while an answer is going out waits.
final class SDTLineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A request whose rest has not come by then is given up with SW3 11. One byte takes at most 1 ms (9600 bit/s).
    static let patience = TimeAmount.milliseconds(500)

    private let reader: Shared<SDTReader>
    private var isAnswering = false
    private var silence: Scheduled<Void>?

    init(reader: Shared<SDTReader>) { self.reader = reader }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        reader.use { $0.receive(bytes) }
        answerNext(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        silence?.cancel()
        silence = nil
    }

    private func answerNext(_ context: ChannelHandlerContext) {
        silence?.cancel()
        silence = nil
        guard !isAnswering else { return }
        if let reply = reader.use({ $0.nextReply() }) {
            send(reply, context)
        } else if reader.use({ $0.awaitsRest }) {
            silence = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) {
                if let reply = self.reader.use({ $0.lineFellSilent() }) { self.send(reply, context) }
            }
        }
    }

    private func send(_ reply: [UInt8], _ context: ChannelHandlerContext) {
        isAnswering = true
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { result in
            self.isAnswering = false
            // A failure means that the line is gone or nobody reads it: the host asks again.
            if case .success = result { self.answerNext(context) }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: reply)), promise: promise)
    }
}
