/// One paper on its way: asks, sends piece by piece, asks again, and says what became of it.
///
/// - Before the first byte the printer is asked; offline, with an open cover or without paper it gets nothing.
/// - After each piece it is asked whether it is still online; if not, the rest is not sent.
/// - After the last piece it gets time to print, then is asked once more. Only a good answer makes "printed".
/// - A printer that never answers gets everything, and the outcome is unknown.
package struct PrintJob: Sendable {
    package struct Limits: Equatable, Sendable {
        /// For one answer.
        package var answer = Duration.milliseconds(500)
        /// How often each question is asked.
        package var tries = 3
        /// For the system to take one piece, on top of the time that the line needs.
        package var writing = Duration.seconds(10)
        /// Speed of the line; nil where it is too fast to matter.
        package var bytesPerSecond: Int?
        /// A passing error is asked after this often, a second apart.
        package var passingErrors = 30
        /// Dots of paper a second, for the time between the last byte and the last question: 50 mm a second, slow.
        package var dotsPerSecond = 400
        /// The longest such time.
        package var settling = Duration.seconds(15)

        package init() {}

        fileprivate func transmission(_ bytes: Int) -> Duration {
            guard let bytesPerSecond, bytesPerSecond > 0 else { return .zero }
            return .milliseconds(bytes * 1_000 / bytesPerSecond)
        }

        fileprivate func settling(_ height: Int) -> Duration {
            min(settling, .milliseconds(max(0, height) * 1_000 / max(1, dotsPerSecond)))
        }
    }

    package enum Action: Equatable, Sendable {
        case none
        case ask(PrinterStatus.Query, within: Duration)
        /// Send this piece; the system must have taken it within that time.
        case send(piece: Int, within: Duration)
        /// Send nothing for so long.
        case wait(Duration)
        case finish(PrintOutcome)
    }

    private enum Phase: Equatable {
        case before
        /// After this piece.
        case between(Int)
        case after
    }

    private enum State {
        case waiting
        case asking(StatusInquiry, Phase)
        case pausing(Phase)
        case sending(Int)
        case settling
        case finished
    }

    package let data: PrintData
    private let limits: Limits
    private let answersStatus: Bool
    private let hasAnswered: Bool
    private var state = State.waiting
    private var isBlind = false
    private var passingErrors = 0
    /// What the printer said last, for whoever shows its state. Nil until it was asked.
    package private(set) var condition: PrinterCondition?

    /// - Parameters:
    ///   - answersStatus: false for a printer that is known to answer nothing: it is not asked.
    ///   - hasAnswered: whether it answered since it was plugged in: then silence means that it is off.
    package init(_ data: PrintData, limits: Limits, answersStatus: Bool, hasAnswered: Bool) {
        self.data = data
        self.limits = limits
        self.answersStatus = answersStatus
        self.hasAnswered = hasAnswered
    }

    package mutating func start() -> Action {
        guard case .waiting = state else { return .none }
        guard !data.pieces.isEmpty else { return finish(.printed) }
        if answersStatus { return ask(.before) }
        isBlind = true
        return send(0)
    }

    package mutating func received(_ byte: UInt8) -> Action {
        guard case .asking(var inquiry, let phase) = state else { return .none }
        let action = inquiry.received(byte)
        state = .asking(inquiry, phase)
        return perform(action, phase)
    }

    /// The time of the last action passed.
    package mutating func timedOut() -> Action {
        switch state {
        case .asking(var inquiry, let phase):
            let action = inquiry.timedOut()
            state = .asking(inquiry, phase)
            return perform(action, phase)
        case .pausing(let phase): return ask(phase)
        case .settling: return ask(.after)
        case .sending: return finish(.unknown(.stuck))
        case .waiting, .finished: return .none
        }
    }

    /// The system took the piece.
    package mutating func written() -> Action {
        guard case .sending(let piece) = state else { return .none }
        let isLast = piece + 1 == data.pieces.count
        if isBlind { return isLast ? finish(.unknown(.neverAnswers)) : send(piece + 1) }
        guard isLast else { return ask(.between(piece)) }
        state = .settling
        return .wait(limits.settling(data.height) + limits.transmission(data.pieces[piece].count))
    }

    /// The line is gone, or the kiosk is being stopped.
    package mutating func closed() -> Action {
        switch state {
        case .waiting, .asking(_, .before), .pausing(.before): finish(.notPrinted(.gone, begun: false))
        case .asking, .pausing, .sending, .settling: finish(.unknown(.interrupted))
        case .finished: .none
        }
    }

    private mutating func perform(_ action: StatusInquiry.Action, _ phase: Phase) -> Action {
        switch action {
        case .keepWaiting: .none
        case .keepQuiet: .wait(limits.answer)
        case .ask(let query): .ask(query, within: limits.answer + transmission(before: phase))
        case .done(let condition): judge(condition, phase)
        }
    }

    /// The question waits in line behind the piece.
    private func transmission(before phase: Phase) -> Duration {
        switch phase {
        case .between(let piece): limits.transmission(data.pieces[piece].count)
        case .before, .after: .zero
        }
    }

    private mutating func judge(_ condition: PrinterCondition, _ phase: Phase) -> Action {
        // In the middle of a job "online" is all that was asked: low paper stays known.
        if !(condition == .ready && self.condition == .paperLow && phase != .after) { self.condition = condition }
        if condition == .error(.passing), passingErrors < limits.passingErrors {
            passingErrors += 1
            state = .pausing(phase)
            return .wait(.seconds(1))
        }
        switch (phase, condition.obstacle, condition) {
        case (.before, let obstacle?, _): return finish(.notPrinted(obstacle, begun: false))
        case (.before, nil, .unknown):
            if hasAnswered { return finish(.notPrinted(.silent, begun: false)) }
            isBlind = true
            return send(0)
        case (.before, nil, _): return send(0)
        case (.between, let obstacle?, _): return finish(.notPrinted(obstacle, begun: true))
        case (.between, nil, .unknown), (.after, nil, .unknown): return finish(.unknown(.fellSilent))
        case (.between(let piece), nil, _): return send(piece + 1)
        case (.after, let obstacle?, _): return finish(.unknown(.stopped(obstacle)))
        case (.after, nil, _): return finish(.printed)
        }
    }

    private mutating func ask(_ phase: Phase) -> Action {
        let isBrief = if case .between = phase { true } else { false }
        let inquiry = StatusInquiry(tries: limits.tries, isBrief: isBrief)
        state = .asking(inquiry, phase)
        return perform(inquiry.start(), phase)
    }

    private mutating func send(_ piece: Int) -> Action {
        state = .sending(piece)
        return .send(piece: piece, within: limits.writing + limits.transmission(data.pieces[piece].count))
    }

    private mutating func finish(_ outcome: PrintOutcome) -> Action {
        state = .finished
        return .finish(outcome)
    }
}
