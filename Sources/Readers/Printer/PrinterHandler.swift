package import Devices
package import NIOCore
package import ReaderProtocols

/// Drives print jobs over a printer's line: the event loop's timers, the queue, the state that the printer is in.
///
/// Works on a terminal and on `/dev/usb/lp*` alike. One job at a time; the others wait in order. While there is no job
/// a printer that answers is asked once a minute, and nothing else happens. Jobs are given through `PrinterLine`.
package final class PrinterHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    package static let longestQueue = 16
    package static let pollPause = TimeAmount.seconds(60)

    private struct Waiting {
        let data: PrintData
        let outcome: EventLoopPromise<PrintOutcome>
    }

    private enum Work {
        case idle
        case polling(StatusInquiry)
        case printing(PrintJob, EventLoopPromise<PrintOutcome>)
    }

    private let settings: PrinterSettings
    private let limits: PrintJob.Limits
    private let pollPause: TimeAmount
    private let onCondition: @Sendable (PrinterCondition) -> Void

    private var context: ChannelHandlerContext?
    private var queue: [Waiting] = []
    private var work = Work.idle
    private var timer: Scheduled<Void>?
    private var condition: PrinterCondition?
    private var hasAnswered = false
    /// A question is still on its way to the line: not asked again meanwhile.
    private var isAsking = false

    /// - Parameters:
    ///   - onCondition: told on the event loop, at the opening and after every change. It must not block.
    ///   - limits: `bytesPerSecond` is a tenth of the baud rate on a serial line, nil on USB.
    ///   - pollPause: between two looks at an idle printer.
    package init(
        settings: PrinterSettings,
        limits: PrintJob.Limits = PrintJob.Limits(),
        pollPause: TimeAmount = PrinterHandler.pollPause,
        onCondition: @escaping @Sendable (PrinterCondition) -> Void
    ) {
        self.settings = settings
        self.limits = limits
        self.pollPause = pollPause
        self.onCondition = onCondition
    }

    package func channelActive(context: ChannelHandlerContext) {
        self.context = context
        if settings.answersStatus { poll() } else { tell(.unknown) }
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { stop() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in Self.unwrapInboundIn(data).readableBytesView {
            switch work {
            case .idle: return
            case .polling(var inquiry):
                let action = inquiry.received(byte)
                work = .polling(inquiry)
                perform(action)
            case .printing(var job, let outcome):
                let action = job.received(byte)
                work = .printing(job, outcome)
                perform(action)
            }
        }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of the line means that the device is gone; the owner of the channel opens it again.
        context.close(promise: nil)
    }

    /// Only on the event loop. False when the queue is full: then nothing happens with `outcome`.
    func submit(_ data: PrintData, _ outcome: EventLoopPromise<PrintOutcome>) -> Bool {
        guard context != nil else {
            outcome.succeed(.notPrinted(.gone, begun: false))
            return true
        }
        guard queue.count < Self.longestQueue else { return false }
        queue.append(Waiting(data: data, outcome: outcome))
        // A look at the printer that is under way ends first: its answers would be taken for the job's.
        if case .idle = work { next() }
        return true
    }

    private func next() {
        setTimer(nil)
        guard !queue.isEmpty else {
            work = .idle
            if settings.answersStatus { setTimer(pollPause) }
            return
        }
        let waiting = queue.removeFirst()
        var job = PrintJob(
            waiting.data,
            limits: limits,
            answersStatus: settings.answersStatus,
            hasAnswered: hasAnswered
        )
        let action = job.start()
        work = .printing(job, waiting.outcome)
        perform(action)
    }

    private func poll() {
        let inquiry = StatusInquiry(tries: limits.tries)
        work = .polling(inquiry)
        perform(inquiry.start())
    }

    private func perform(_ action: StatusInquiry.Action) {
        switch action {
        case .keepWaiting: break
        case .keepQuiet: setTimer(TimeAmount(limits.answer))
        case .ask(let query): ask(query, within: limits.answer)
        case .done(let condition):
            tell(condition)
            next()
        }
    }

    private func perform(_ action: PrintJob.Action) {
        guard case .printing(let job, let outcome) = work else { return }
        switch action {
        case .none: break
        case .ask(let query, let time): ask(query, within: time)
        case .wait(let time): setTimer(TimeAmount(time))
        case .send(let piece, let time):
            // The time-out first: the write may end at once.
            setTimer(TimeAmount(time))
            write(job.data.pieces[piece])
        case .finish(let result):
            work = .idle
            setTimer(nil)
            if let condition = job.condition { tell(condition) }
            outcome.succeed(result)
            if result == .unknown(.stuck) {
                // What waits in our own buffers would come out later, after somebody printed it again.
                context?.close(promise: nil)
            } else {
                next()
            }
        }
    }

    private func timePassed() {
        switch work {
        case .idle: poll()
        case .polling(var inquiry):
            let action = inquiry.timedOut()
            work = .polling(inquiry)
            perform(action)
        case .printing(var job, let outcome):
            let action = job.timedOut()
            work = .printing(job, outcome)
            perform(action)
        }
    }

    private func ask(_ query: PrinterStatus.Query, within time: Duration) {
        setTimer(TimeAmount(time))
        guard let context, !isAsking else { return }
        isAsking = true
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenComplete { _ in self.isAsking = false }
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: query.bytes)), promise: done)
    }

    private func write(_ piece: [UInt8]) {
        guard let context else { return }
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenSuccess {
            guard case .printing(var job, let outcome) = self.work else { return }
            let action = job.written()
            self.work = .printing(job, outcome)
            self.perform(action)
        }
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: piece)), promise: done)
    }

    /// Nil: no timer.
    private func setTimer(_ time: TimeAmount?) {
        timer?.cancel()
        timer = nil
        guard let time, let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.timePassed() }
    }

    private func tell(_ condition: PrinterCondition) {
        if condition != .unknown { hasAnswered = true }
        guard condition != self.condition else { return }
        self.condition = condition
        onCondition(condition)
    }

    private func stop() {
        guard context != nil else { return }
        setTimer(nil)
        context = nil
        if case .printing(var job, let outcome) = work, case .finish(let result) = job.closed() {
            outcome.succeed(result)
        }
        work = .idle
        for waiting in queue { waiting.outcome.succeed(.notPrinted(.gone, begun: false)) }
        queue = []
    }
}
