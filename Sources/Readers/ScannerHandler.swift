import Claims
import Devices
import ForgetfulIO
import NIOCore
import ReaderProtocols

/// Drives the line framer of a scanner: bytes in, reads out, commands to it. A timer runs only while something waits.
final class ScannerHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A read whose end did not come within this time never will; an adapter may pause for 16 ms inside one.
    static let longestGap = TimeAmount.milliseconds(500)

    private let report: DeviceReport
    private let settings: ScannerSettings
    private let outlet: ScanOutlet
    private var framer: LineFramer
    private var pending = ByteBuffer()
    private var silence: SilenceTimer?
    private var order: Order?
    /// Answers in an unknown form may still come until then.
    private var answersUntil = NIODeadline.uptimeNanoseconds(0)

    private struct Order {
        let order: ScannerOrder
        /// What the scanner tells of itself; only the answer to `identify` comes as lines.
        var told: [String] = []
        let timeout: Scheduled<Void>
    }

    init(report: DeviceReport, settings: ScannerSettings) {
        self.report = report
        self.settings = settings
        outlet = ScanOutlet(report, settings)
        framer = LineFramer(settings)
        let gap =
            settings.ending == .none ? .milliseconds(Int64(settings.silenceMilliseconds)) : Self.longestGap
        silence = SilenceTimer(gap) { [weak self] in self?.fellSilent($0) }
    }

    func channelActive(context: ChannelHandlerContext) {
        report.set(.ready)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        silence?.cancel()
        finish(.unanswered)
        if pending.readableBytes > 0 { report.update { $0.discarded += 1 } }
        pending = ByteBuffer()
        framer = LineFramer(settings)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        report.update { $0.bytes += bytes.readableBytes }
        if pending.readableBytes == 0 { pending = bytes } else { pending.writeBuffer(&bytes) }
        let now = context.eventLoop.now
        while let output = framer.decode(buffer: &pending) { take(output, at: now) }
        pending.forgetReadBytes()
        silence?.heard(framer.isResynchronising || pending.readableBytes > 0, context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of the line means that the device is gone; the owner of the channel opens it again.
        context.close(promise: nil)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard let order = event as? ScannerOrder else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
        send(order, context)
    }

    private func fellSilent(_ context: ChannelHandlerContext) {
        if let output = framer.silence(buffer: &pending) { take(output, at: context.eventLoop.now) }
        pending.forgetReadBytes()
    }

    private func take(_ output: LineFramer.Output, at now: NIODeadline) {
        switch output {
        case .oversize, .damaged: outlet.damaged()
        case .fragment: outlet.fragment(counts: now > answersUntil)
        case .reply(let reply):
            switch reply {
            case .accepted: finish(.accepted)
            case .badValue, .unknownCommand, .refused: finish(.refused)
            }
        case .frame(let frame):
            guard order?.order.command == .identify else { return outlet.take(frame, at: now) }
            let text = frame.readableBytesView.filter { (0x20...0x7E).contains($0) }.prefix(64)
            order?.told.append(String(decoding: text, as: UTF8.self))
        }
    }

    // MARK: Commands

    private func send(_ order: ScannerOrder, _ context: ChannelHandlerContext) {
        guard let bytes = order.command.bytes(for: settings.commands) else {
            return order.outcome.succeed(.unsupported)
        }
        // A scanner that takes no bytes gets no more of them.
        guard self.order == nil, context.channel.isWritable else { return order.outcome.succeed(.refused) }
        answersUntil = context.eventLoop.now + ScannerOrder.answerTime + Self.longestGap
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        guard order.command == .identify || settings.commands.hasKnownReplies else {
            return order.outcome.succeed(.sent)
        }
        let timeout = context.eventLoop.assumeIsolated().scheduleTask(in: ScannerOrder.answerTime) { [weak self] in
            guard let self, let order = self.order else { return }
            let told = String(order.told.joined(separator: " ").prefix(64))
            self.finish(told.isEmpty ? .unanswered : .told(told))
        }
        self.order = Order(order: order, timeout: timeout)
    }

    private func finish(_ outcome: ScannerCommand.Outcome) {
        guard let order else { return }
        self.order = nil
        order.timeout.cancel()
        order.order.outcome.succeed(outcome)
    }
}
