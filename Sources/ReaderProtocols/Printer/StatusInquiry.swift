/// Finds out how a printer is: first whether it is online, then what is wrong or how much paper there is.
///
/// Every question is asked `tries` times. A printer that says nothing to the first is `unknown`, not "without paper":
/// many never answer. One that stays silent to a later question is taken at its first word.
package struct StatusInquiry: Equatable, Sendable {
    package enum Action: Equatable, Sendable {
        /// Ask, and wait for one time-out at most.
        case ask(PrinterStatus.Query)
        /// Send nothing for one time-out: a late answer to a repeated question must not be taken for the next one's.
        case keepQuiet
        case keepWaiting
        case done(PrinterCondition)
    }

    private enum State: Equatable {
        case asking(PrinterStatus.Query, tries: Int)
        case quiet(next: PrinterStatus.Query)
        case done(PrinterCondition)
    }

    private let tries: Int
    /// Whether "online" is enough: between two pieces of a job.
    private let isBrief: Bool
    private var state = State.asking(.printer, tries: 1)
    private var isOffline = false

    /// - Parameter tries: how often a question is asked, at least once.
    package init(tries: Int, isBrief: Bool = false) {
        self.tries = max(1, tries)
        self.isBrief = isBrief
    }

    package func start() -> Action { .ask(.printer) }

    package mutating func received(_ byte: UInt8) -> Action {
        switch state {
        case .asking(let query, let tried):
            guard let answer = PrinterStatus.answer(byte, to: query) else { return .keepWaiting }
            return take(answer, wasRepeated: tried > 1)
        case .quiet, .done: return .keepWaiting
        }
    }

    /// One time-out passed since the last `ask` or `keepQuiet`.
    package mutating func timedOut() -> Action {
        switch state {
        case .asking(let query, let tried) where tried < tries:
            state = .asking(query, tries: tried + 1)
            return .ask(query)
        case .asking(let query, _):
            switch query {
            case .printer: return finish(.unknown)
            case .offlineCause: return finish(.offline)
            case .error: return finish(.error(.other))
            case .paper: return finish(isOffline ? .offline : .ready)
            }
        case .quiet(let next): return ask(next)
        case .done: return .keepWaiting
        }
    }

    private mutating func take(_ answer: PrinterStatus.Answer, wasRepeated: Bool) -> Action {
        switch answer {
        case .printer(isOffline: true):
            isOffline = true
            return proceed(to: .offlineCause, wasRepeated)
        case .printer(isOffline: false):
            return isBrief ? finish(.ready) : proceed(to: .paper, wasRepeated)
        case .offlineCause(isCoverOpen: true, _, _): return finish(.coverOpen)
        case .offlineCause(_, isPaperOut: true, _): return finish(.paperOut)
        case .offlineCause(_, _, isFaulty: true): return proceed(to: .error, wasRepeated)
        case .offlineCause: return proceed(to: .paper, wasRepeated)
        case .error(let fault): return finish(.error(fault))
        case .paper(_, isOut: true): return finish(.paperOut)
        case .paper(let isLow, isOut: false): return finish(isOffline ? .offline : isLow ? .paperLow : .ready)
        }
    }

    private mutating func proceed(to query: PrinterStatus.Query, _ wasRepeated: Bool) -> Action {
        guard wasRepeated else { return ask(query) }
        state = .quiet(next: query)
        return .keepQuiet
    }

    private mutating func ask(_ query: PrinterStatus.Query) -> Action {
        state = .asking(query, tries: 1)
        return .ask(query)
    }

    private mutating func finish(_ condition: PrinterCondition) -> Action {
        state = .done(condition)
        return .done(condition)
    }
}
