import Claims
import Devices
import ForgetfulIO
import NIOCore
import ReaderProtocols

/// Drives an `SSISession` over a serial line: the packet decoder, the event loop's timers, the reports.
final class SSIHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A scanner does not pause so long inside a packet; an adapter may for 16 ms.
    static let quietTime = TimeAmount.milliseconds(100)

    private let report: DeviceReport
    private let outlet: ScanOutlet
    private var session = SSISession()
    private var decoder = SSIPacketDecoder()
    private var pending = ByteBuffer()
    /// What was heard before the line fell silent.
    private var trouble: SSIPacketDecoder.Trouble?
    private var silence: SilenceTimer?
    private var timers: [SSISession.Timer: Scheduled<Void>] = [:]
    private var orders: [Int: ScannerOrder] = [:]

    init(report: DeviceReport, settings: ScannerSettings) {
        self.report = report
        outlet = ScanOutlet(report, settings)
        silence = SilenceTimer(Self.quietTime) { [weak self] in self?.fellSilent($0) }
    }

    func channelActive(context: ChannelHandlerContext) {
        perform(session.opened(), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        silence?.cancel()
        for timer in timers.values { timer.cancel() }
        timers = [:]
        for order in orders.values { order.outcome.succeed(.unanswered) }
        orders = [:]
        if pending.readableBytes > 0 { report.update { $0.discarded += 1 } }
        pending = ByteBuffer()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        report.update { $0.bytes += bytes.readableBytes }
        if pending.readableBytes == 0 { pending = bytes } else { pending.writeBuffer(&bytes) }
        while let output = decoder.decode(buffer: &pending) {
            switch output {
            case .packet(let packet): perform(session.received(packet), context)
            case .trouble(let found): trouble = found
            }
        }
        pending.forgetReadBytes()
        silence?.heard(decoder.isSwallowing || pending.readableBytes > 0, context)
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
        guard orders.isEmpty, let (id, actions) = session.order(SSIPacket(order.command)) else {
            return order.outcome.succeed(.refused)
        }
        orders[id] = order
        perform(actions, context)
    }

    private func fellSilent(_ context: ChannelHandlerContext) {
        let found = decoder.silence(buffer: &pending) ?? trouble
        pending.forgetReadBytes()
        trouble = nil
        if let found { perform(session.quiet(after: found), context) }
    }

    private func perform(_ actions: [SSISession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let packet):
                // A scanner that takes no bytes gets no more of them; it repeats what was not acknowledged.
                if context.channel.isWritable {
                    context.writeAndFlush(Self.wrapOutboundOut(packet.frame), promise: nil)
                }
            case .scan(let data, let symbology): outlet.take(data, symbology, at: context.eventLoop.now)
            case .report(let news): tell(news)
            case .finished(let id, let outcome): orders.removeValue(forKey: id)?.outcome.succeed(outcome)
            case .start(let timer, let duration): start(timer, duration, context)
            case .stop(let timer): timers.removeValue(forKey: timer)?.cancel()
            }
        }
        context.flush()
    }

    private func start(_ timer: SSISession.Timer, _ duration: Duration, _ context: ChannelHandlerContext) {
        timers[timer]?.cancel()
        timers[timer] = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) { [weak self] in
            guard let self, context.channel.isActive else { return }
            self.timers[timer] = nil
            switch timer {
            case .answer: self.perform(self.session.unanswered(), context)
            case .segments: self.perform(self.session.segmentsMissing(), context)
            }
        }
    }

    private func tell(_ news: SSISession.Report) {
        switch news {
        case .ready: report.set(.ready)
        case .silent: report.set(.silent, problem: .scannerSilent(report.path))
        case .rawText: report.set(.faulty, problem: .noPackets(report.path))
        case .garbled: report.set(.faulty, problem: .scannerGarbled(report.path))
        case .damaged: report.update { $0.damaged += 1 }
        case .repeated: report.update { $0.frames += 1 }
        }
    }
}
