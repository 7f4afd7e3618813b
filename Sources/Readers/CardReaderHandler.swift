import Claims
import NIOCore
import ReaderProtocols

/// Drives a `CardReadSequence` over a serial line: the event loop's timers, the frame decoder, the reports.
final class CardReaderHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The number of the open wish for a card, or nil.
    struct WishChanged: Sendable {
        let number: Int?
    }

    /// How long the line must be silent before it counts as quiet, and how long that may take.
    static let quietTime = TimeAmount.milliseconds(60)
    static let longestQuietening = TimeAmount.seconds(2)
    /// A frame that is still arriving at the time-out may go on, while bytes come at least this often …
    static let longestGap = TimeAmount.milliseconds(500)
    /// … and this long after the time-out at most.
    static let longestOvertime = TimeAmount.seconds(12)

    let report: DeviceReport
    let speeds: LineSpeeds
    private let wish: CardWish
    private let lastCard: LastCard
    var sequence: CardReadSequence
    /// The last that the sequence said of the reader.
    private(set) var condition = CardReadSequence.Condition.starting
    var search: SpeedSearch
    /// A round of the search, in place of the sequence's pause.
    var round: SpeedRound?
    private var processor = newProcessor()
    private var wishNumber: Int?
    private var timer: Scheduled<Void>?
    private var lastByte = NIODeadline.uptimeNanoseconds(0)
    /// Something came since the last request was sent.
    private var sawBytes = false
    /// Something came that belongs to no whole frame; the line must get quiet before the next request.
    private var isLineDirty = false
    private var quietening: Quietening?
    private var isWriting = false
    private var requestsSent = 0

    private struct Quietening {
        let deadline: NIODeadline
        /// A request to send afterwards; otherwise the sequence is told.
        var request: (SDTRequest, Duration)?
    }

    init(report: DeviceReport, wish: CardWish, lastCard: LastCard, speeds: LineSpeeds) {
        self.report = report
        self.speeds = speeds
        self.wish = wish
        self.lastCard = lastCard
        sequence = CardReadSequence(lastCard: lastCard.digest)
        search = SpeedSearch(configured: speeds.configured, found: speeds.found.baud)
    }

    func channelActive(context: ChannelHandlerContext) {
        // Another reader may be at the same path now.
        report.update {
            $0.module = nil
            $0.baud = nil
            $0.notice = nil
        }
        perform(sequence.opened(), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        let half = processor.unprocessedBytes
        if half > 0 { report.update { $0.discarded += 1 } }
        processor = Self.newProcessor()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let change = event as? WishChanged else { return context.fireUserInboundEventTriggered(event) }
        wishNumber = change.number
        perform(sequence.wanted(change.number != nil), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        report.update { $0.bytes += bytes.readableBytes }
        lastByte = context.eventLoop.now
        sawBytes = true
        guard quietening == nil, round?.isSettling != true else { return }
        var frames: [SDTFrameDecoder.Output] = []
        do {
            try processor.process(buffer: bytes) { frames.append($0) }
        } catch {
            frames.append(.damaged(.length))
        }
        // The processor keeps the bytes of a card's frame until it gets others: none will do.
        if processor.unprocessedBytes == 0 { try? processor.process(buffer: ByteBuffer()) { _ in } }
        let sent = requestsSent
        for frame in frames {
            // What came together with a frame that led to a new request came before it and cannot be its reply.
            guard quietening == nil, requestsSent == sent else { return }
            take(frame, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of the line means that the device is gone; the owner of the channel opens it again.
        context.close(promise: nil)
    }

    private func take(_ frame: SDTFrameDecoder.Output, _ context: ChannelHandlerContext) {
        switch frame {
        case .reply(let reply):
            isLineDirty = false
            report.update { $0.frames += 1 }
            if endSearch(context) { return }
            perform(sequence.received(reply), context)
        case .damaged:
            isLineDirty = true
            report.update { $0.damaged += 1 }
            // At a wrong speed damage is all there is; the time says so.
            guard round == nil else { return }
            perform(sequence.damaged(), context)
        }
    }

    func perform(_ step: CardReadSequence.Step, _ context: ChannelHandlerContext) {
        lastCard.digest = sequence.lastCard
        for report in step.reports { pass(on: report) }
        guard step.next != .keep else { return }
        guard round == nil else {
            // A card is wanted now, but first the line needs a speed again.
            round?.next = step.next
            return
        }
        if !searchSpeed(inPlaceOf: step.next, context) { carryOut(step.next, context) }
    }

    func carryOut(_ next: CardReadSequence.Next, _ context: ChannelHandlerContext) {
        endTimer()
        switch next {
        case .keep, .rest: break
        case .send(let request, let timeout):
            if isLineDirty || processor.unprocessedBytes > 0 {
                startQuietening(then: (request, timeout), context)
            } else {
                send(request, timeout, context)
            }
        case .wait(let duration):
            schedule(TimeAmount(duration), context) { $0.perform($0.sequence.waited(), $1) }
        case .quieten:
            startQuietening(then: nil, context)
        }
    }

    /// Whatever was waited for is not any more.
    func endTimer() {
        timer?.cancel()
        timer = nil
        quietening = nil
    }

    private func pass(on report: CardReadSequence.Report) {
        switch report {
        case .condition(let condition):
            self.condition = condition
            self.report.set(condition, path: self.report.path)
        case .module(let number): self.report.update { $0.module = number.description }
        case .problem(let problem): self.report.handOn(problem)
        case .card(let identity):
            // A card that was read for a wish that has ended in the meantime is not passed on.
            if let wishNumber, wish.fulfil(wishNumber) { self.report.handOn(identity) }
            wishNumber = nil
        }
    }

    private func send(_ request: SDTRequest, _ timeout: Duration, _ context: ChannelHandlerContext) {
        let deadline = context.eventLoop.now + TimeAmount(timeout)
        write(request, context)
        waitForReply(until: deadline, limit: deadline + Self.longestOvertime, context)
    }

    func write(_ request: SDTRequest, _ context: ChannelHandlerContext) {
        processor = Self.newProcessor()
        requestsSent += 1
        sawBytes = false
        // A reader that takes no bytes gets no more of them; the time-out says so.
        if !isWriting {
            isWriting = true
            let done = context.eventLoop.makePromise(of: Void.self)
            done.futureResult.assumeIsolated().whenComplete { _ in self.isWriting = false }
            context.writeAndFlush(Self.wrapOutboundOut(request.frame), promise: done)
        }
    }

    private func waitForReply(until deadline: NIODeadline, limit: NIODeadline, _ context: ChannelHandlerContext) {
        schedule(deadline - context.eventLoop.now, context) { handler, context in
            let next = min(handler.lastByte + Self.longestGap, limit)
            if handler.processor.unprocessedBytes > SDTFrame.preamble.count, next > context.eventLoop.now {
                handler.waitForReply(until: next, limit: limit, context)
            } else {
                handler.perform(handler.sequence.unanswered(sawBytes: handler.sawBytes), context)
            }
        }
    }

    private func startQuietening(then request: (SDTRequest, Duration)?, _ context: ChannelHandlerContext) {
        if processor.unprocessedBytes > 0 { report.update { $0.discarded += 1 } }
        processor = Self.newProcessor()
        let now = context.eventLoop.now
        quietening = Quietening(deadline: now + Self.longestQuietening, request: request)
        lastByte = now
        waitForQuiet(context)
    }

    private func waitForQuiet(_ context: ChannelHandlerContext) {
        schedule(lastByte + Self.quietTime - context.eventLoop.now, context) { handler, context in
            guard let quietening = handler.quietening else { return }
            let now = context.eventLoop.now
            if now - handler.lastByte >= Self.quietTime {
                handler.quietening = nil
                handler.isLineDirty = false
                if let (request, timeout) = quietening.request {
                    handler.send(request, timeout, context)
                } else {
                    handler.perform(handler.sequence.quiet(), context)
                }
            } else if now < quietening.deadline {
                handler.waitForQuiet(context)
            } else {
                handler.quietening = nil
                handler.isLineDirty = true
                handler.perform(handler.sequence.damaged(), context)
            }
        }
    }

    func schedule(
        _ delay: TimeAmount,
        _ context: ChannelHandlerContext,
        _ body: @escaping (CardReaderHandler, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            guard let self, context.channel.isActive else { return }
            body(self, context)
        }
    }

    private static func newProcessor() -> NIOSingleStepByteToMessageProcessor<SDTFrameDecoder> {
        NIOSingleStepByteToMessageProcessor(SDTFrameDecoder(), maximumBufferSize: SDTFrameDecoder.maximumFrameSize)
    }
}

extension DeviceReport {
    fileprivate func set(_ condition: CardReadSequence.Condition, path: String) {
        switch condition {
        case .starting: set(.starting)
        case .ready: set(.ready)
        case .asking: set(.asking)
        case .reading: set(.reading)
        case .removeCard: set(.removeCard)
        case .silent: set(.silent, problem: .silent(path))
        case .faulty(let fault): set(.faulty, problem: .fault(fault, path))
        }
    }
}
