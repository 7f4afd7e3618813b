import Claims
import Devices
import NIOCore
import ReaderProtocols

/// Drives the key strokes of a scanner that types: records of an input device in, reads out.
final class KeyboardHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    /// No scanner pauses so long inside a code.
    static let longestGap = TimeAmount.milliseconds(500)

    private let report: DeviceReport
    private let outlet: ScanOutlet
    private var strokes = KeyStrokes()
    private var silence: SilenceTimer?

    init(report: DeviceReport, settings: ScannerSettings) {
        self.report = report
        outlet = ScanOutlet(report, settings)
        silence = SilenceTimer(Self.longestGap) { [weak self] in self?.fellSilent($0) }
    }

    func channelActive(context: ChannelHandlerContext) {
        report.set(.ready)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        silence?.cancel()
        if strokes.isPending { report.update { $0.discarded += 1 } }
        strokes = KeyStrokes()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        report.update { $0.bytes += bytes.readableBytes }
        let now = context.eventLoop.now
        for output in strokes.received(bytes) { take(output, at: now) }
        silence?.heard(strokes.isPending, context)
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
        order.outcome.succeed(.unsupported)
    }

    private func fellSilent(_ context: ChannelHandlerContext) {
        if let output = strokes.silence() { take(output, at: context.eventLoop.now) }
    }

    private func take(_ output: KeyStrokes.Output, at now: NIODeadline) {
        switch output {
        case .frame(let frame): outlet.take(frame, at: now)
        case .person: outlet.fragment(counts: false)
        case .fragment: outlet.fragment()
        case .damaged, .oversize: outlet.damaged()
        }
    }
}
