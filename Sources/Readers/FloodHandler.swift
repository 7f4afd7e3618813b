import Claims
import NIOCore

/// Keeps a line that floods from taking the machine's time: stops reading it for a while, tells of it once, and goes on
/// when it is calm again. What comes meanwhile is lost, as it would be anyhow.
final class FloodHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    static let window = TimeAmount.seconds(1)

    private let report: DeviceReport
    private let most: Int
    private var windowEnd = NIODeadline.uptimeNanoseconds(0)
    private var bytes = 0
    /// What the device was before it flooded.
    private var before: ReaderState?
    private var timer: Scheduled<Void>?

    init(report: DeviceReport, limits: FloodLimits) {
        self.report = report
        most = limits.bytes
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = context.eventLoop.now
        if now >= windowEnd {
            windowEnd = now + Self.window
            bytes = 0
        }
        bytes += Self.unwrapInboundIn(data).readableBytes
        guard bytes <= most else { return hold(context) }
        // After a flood, what comes in the first calm time is the end of it.
        guard before == nil else { return }
        context.fireChannelRead(data)
    }

    private func hold(_ context: ChannelHandlerContext) {
        if before == nil {
            let status = report.current
            before = status.state
            report.set(.faulty, problem: .flooded(status.path))
        }
        setReading(false, context)
        schedule(context) { $0.resume($1) }
    }

    /// Reads again; a whole window without too much is the end of the flood.
    private func resume(_ context: ChannelHandlerContext) {
        windowEnd = context.eventLoop.now + Self.window
        bytes = 0
        setReading(true, context)
        schedule(context) { handler, _ in handler.calmedDown() }
    }

    private func calmedDown() {
        guard let before else { return }
        self.before = nil
        // A driver that timed out meanwhile has told a state of its own, which stands.
        if report.current.problem?.code == .readerFlooded { report.set(before) }
    }

    private func setReading(_ isOn: Bool, _ context: ChannelHandlerContext) {
        // Only fails on a channel that is closed.
        context.channel.setOption(.autoRead, value: isOn).whenComplete { _ in }
    }

    private func schedule(
        _ context: ChannelHandlerContext,
        _ body: @escaping (FloodHandler, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.window) { [weak self] in
            guard let self, context.channel.isActive else { return }
            body(self, context)
        }
    }
}
