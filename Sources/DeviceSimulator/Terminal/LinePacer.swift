import NIOCore

/// Sends what is written in the pieces and at the times of a `LinePace`, one message after the other. The promise of
/// a write is kept when its last piece has gone out.
final class LinePacer: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// More than this many waiting messages are refused.
    static let maximumWaiting = 16

    struct Overflow: Error {}

    private let pace: LinePace
    private var waiting: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
    private var timer: Scheduled<Void>?

    init(pace: LinePace) { self.pace = pace }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard waiting.count < Self.maximumWaiting, context.channel.isWritable else {
            promise?.fail(Overflow())
            return
        }
        waiting.append((unwrapOutboundIn(data), promise))
        if waiting.count == 1 { sendNextPiece(context) }
    }

    /// Each piece is flushed as it goes out.
    func flush(context: ChannelHandlerContext) {}

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        let dropped = waiting
        waiting = []
        for message in dropped { message.promise?.fail(ChannelError.ioOnClosedChannel) }
    }

    private func sendNextPiece(_ context: ChannelHandlerContext) {
        guard var message = waiting.first else { return }
        guard let piece = message.bytes.readSlice(length: min(pace.chunk, message.bytes.readableBytes)),
            piece.readableBytes > 0
        else {
            waiting.removeFirst()
            message.promise?.succeed()
            sendNextPiece(context)
            return
        }
        waiting[0] = message
        let delay = pace.duration(of: piece.readableBytes)
        guard delay > .zero else {
            context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
            sendNextPiece(context)
            return
        }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            context.writeAndFlush(self.wrapOutboundOut(piece), promise: nil)
            self.sendNextPiece(context)
        }
    }
}
