import Claims
import NIOCore
import ReaderProtocols

/// Drives the line framer of a scanner: bytes in, reads out. A timer runs only while half a read is pending.
final class ScannerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// A read whose end did not come within this time never will; an adapter may pause for 16 ms inside one.
    static let longestGap = TimeAmount.milliseconds(500)
    /// So many reads without an end, one after the other, mean that the scanner is not set up to send one.
    static let fragmentsToComplain = 3

    private let report: DeviceReport
    private let stripsSTX: Bool
    private var processor: NIOSingleStepByteToMessageProcessor<LineFramer>
    private var repeats = RepeatFilter()
    private var timer: Scheduled<Void>?
    private var lastByte = NIODeadline.uptimeNanoseconds(0)
    /// The framer drops bytes up to the next end.
    private var isResynchronising = false
    private var fragmentsInARow = 0

    init(report: DeviceReport, stripsSTX: Bool) {
        self.report = report
        self.stripsSTX = stripsSTX
        processor = Self.newProcessor(stripsSTX)
    }

    func channelActive(context: ChannelHandlerContext) {
        report.set(.ready)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        if processor.unprocessedBytes > 0 { report.update { $0.discarded += 1 } }
        processor = Self.newProcessor(stripsSTX)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        report.update { $0.bytes += bytes.readableBytes }
        lastByte = context.eventLoop.now
        do {
            try processor.process(buffer: bytes) { take($0, at: lastByte) }
        } catch {
            report.update { $0.damaged += 1 }
            processor = Self.newProcessor(stripsSTX)
        }
        if isPending {
            if timer == nil { waitForEnd(context) }
        } else {
            timer?.cancel()
            timer = nil
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of the line means that the device is gone; the owner of the channel opens it again.
        context.close(promise: nil)
    }

    private var isPending: Bool { isResynchronising || processor.unprocessedBytes > 0 }

    private func take(_ output: LineFramer.Output, at now: NIODeadline) {
        switch output {
        case .oversize:
            isResynchronising = true
            report.update { $0.damaged += 1 }
        case .frame(let frame):
            isResynchronising = false
            fragmentsInARow = 0
            report.update {
                $0.frames += 1
                $0.problem = nil
            }
            guard !repeats.isRepeat(frame, at: now) else { return }
            if let scan = ScannedText(frame: frame) {
                report.handOn(scan)
            } else {
                report.update { $0.damaged += 1 }
            }
        }
    }

    private func waitForEnd(_ context: ChannelHandlerContext) {
        let delay = lastByte + Self.longestGap - context.eventLoop.now
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            guard let self else { return }
            self.timer = nil
            guard self.isPending else { return }
            if context.eventLoop.now - self.lastByte < Self.longestGap {
                self.waitForEnd(context)
            } else {
                self.dropFragment()
            }
        }
    }

    private func dropFragment() {
        processor = Self.newProcessor(stripsSTX)
        isResynchronising = false
        fragmentsInARow += 1
        let path = report.path
        let isSetUpWrong = fragmentsInARow >= Self.fragmentsToComplain
        report.update {
            $0.discarded += 1
            if isSetUpWrong { $0.problem = .noTerminator(path) }
        }
    }

    private static func newProcessor(_ stripsSTX: Bool) -> NIOSingleStepByteToMessageProcessor<LineFramer> {
        // Beyond the framer's own limit, which it enforces on every read.
        NIOSingleStepByteToMessageProcessor(
            LineFramer(stripsSTX: stripsSTX),
            maximumBufferSize: 2 * LineFramer.maximumFrameSize
        )
    }
}
