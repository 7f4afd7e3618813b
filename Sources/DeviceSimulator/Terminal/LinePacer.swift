import NIOCore

/// Sends what is written in the pieces and at the times of a `LinePace`, one message after the other, and does to it
/// what the line's faults say. The promise of a write is kept when its last piece has gone out.
final class LinePacer: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// More than this many waiting messages are refused.
    static let maximumWaiting = 16
    /// After the last byte before an unplugging, the host has this long to read it.
    static let farewell = TimeAmount.seconds(5)

    struct Overflow: Error {}

    /// The terminal behind the line.
    struct Terminal: Sendable {
        /// Bits a second that the host has set.
        let hostSpeed: @Sendable () -> Int
        /// Whether the host has read everything.
        let isRead: @Sendable () -> Bool
    }

    private let pace: LinePace
    private let faults: Shared<LineFaults>
    private let terminal: Terminal
    private var waiting: [(bytes: ByteBuffer, promise: EventLoopPromise<Void>?)] = []
    private var timer: Scheduled<Void>?
    private var isUnplugging = false

    init(pace: LinePace, faults: Shared<LineFaults>, terminal: Terminal) {
        self.pace = pace
        self.faults = faults
        self.terminal = terminal
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        let heard = faults.use { $0.incoming(bytes, hostSpeed: terminal.hostSpeed()) }
        if !heard.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: heard))) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard waiting.count < Self.maximumWaiting, context.channel.isWritable, !isUnplugging else {
            promise?.fail(Overflow())
            return
        }
        let message = Array(unwrapOutboundIn(data).readableBytesView)
        guard let bytes = faults.use({ $0.outgoing(message, hostSpeed: terminal.hostSpeed()) }) else {
            promise?.succeed()
            return
        }
        waiting.append((ByteBuffer(bytes: bytes), promise))
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
        let pace = faults.use { $0.pace } ?? self.pace
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
            put(piece, context)
            return
        }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.put(piece, context) }
    }

    private func put(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
        let (count, unplugs) = faults.use { $0.allowance(for: piece.readableBytes) }
        if count > 0, let part = piece.getSlice(at: piece.readerIndex, length: count) {
            context.writeAndFlush(wrapOutboundOut(part), promise: nil)
        }
        guard unplugs else {
            sendNextPiece(context)
            return
        }
        isUnplugging = true
        // The kernel takes a moment to carry the bytes to the other end; until then nothing seems to wait there.
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(50)) {
            self.unplug(context, at: .now() + Self.farewell)
        }
    }

    /// A closed pseudo-terminal drops what its reader has not taken yet; a pulled USB plug gives it more time.
    private func unplug(_ context: ChannelHandlerContext, at limit: NIODeadline) {
        guard !terminal.isRead(), .now() < limit else {
            context.close(promise: nil)
            return
        }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            self.unplug(context, at: limit)
        }
    }
}
