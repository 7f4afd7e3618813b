package import Claims

/// What to ask an ID-card reader next, and what its answers mean: a value, without a clock, a line or a log.
///
/// The owner reports each event and carries out the `Step` it gets back. At most one request is outstanding and at
/// most one timer runs. While no card is wanted and the reader is well, nothing is sent and no timer runs.
///
/// Three things keep one card's data from being taken for another's: a reply whose shape does not belong to the
/// outstanding request is ignored; a line that showed damage is left alone until it was quiet; and after a read that
/// was never answered, the status requests sent since are answered first and the card is found and selected anew,
/// because a reader answers in order and a late read reply must come before that.
///
/// A fourth keeps one person's card from being read for the next: a card that was read is not handed on again before
/// a find has said that nothing readable lies there.
package struct CardReadSequence: Sendable {
    /// What can be said of the reader.
    package enum Condition: Hashable, Sendable {
        case starting
        /// Well, and no card is wanted.
        case ready
        /// Looking for a card.
        case asking
        /// A card was found.
        case reading
        /// The card that was read last must be taken away first.
        case removeCard
        /// Does not answer.
        case silent
        case faulty(Fault)
    }

    package enum Fault: Hashable, Sendable {
        case selfTestFailed
        case notAuthorised
        /// Answers, but not in whole frames or not to what was asked.
        case garbled
    }

    package enum Report: Equatable, Sendable {
        /// Sent only when it changed.
        case condition(Condition)
        /// A card was read. Nothing more is asked until a card is wanted again.
        case card(CardIdentity)
        /// A card gave no identity. Sent once per card and problem.
        case problem(CardProblem)
        /// The number of the security module. Sent once after each opening, if the module tells it.
        case module(SAMNumber)
    }

    /// What the owner does after an event. Everything but `keep` ends the timer that runs.
    package enum Next: Equatable, Sendable {
        /// Nothing: what was under way goes on.
        case keep
        /// Nothing is outstanding, no timer runs.
        case rest
        /// Send it, then `received`, `damaged` or, after the time, `unanswered`.
        case send(SDTRequest, timeout: Duration)
        /// Then `waited`.
        case wait(Duration)
        /// Drop what comes until the line was quiet for 60 ms, then `quiet`; `damaged` if it does not get quiet.
        case quieten
    }

    package struct Step: Equatable, Sendable {
        package var reports: [Report]
        package var next: Next

        package init(_ reports: [Report] = [], next: Next) {
            self.reports = reports
            self.next = next
        }
    }

    package static let findInterval = Duration.milliseconds(300)
    /// How often one request is sent again after damage or silence.
    package static let maximumRepeats = 2
    /// After so many presence tests that say the card lies there, a find is asked for a second opinion: six seconds.
    package static let presenceTestsBeforeFind = 20
    /// How long replies to status requests that were given up on are waited for.
    package static let lateStatusTime = Duration.seconds(1)

    enum State {
        case closed
        case resting
        case asked(Exchange)
        case quietening(Exchange)
        case pausing(Pause)
    }

    struct Exchange {
        let request: SDTRequest
        var repeats = 0
        /// Something came, but no whole answer.
        var sawDamage = false
        /// The last answer was 24.
        var sawUnknownError = false
    }

    enum Pause {
        case beforeFind
        case beforePresenceTest
        case beforeCheck
        /// Replies to status requests may still be under way; what comes is dropped.
        case afterLateStatus
    }

    var state = State.closed
    var condition = Condition.starting
    var isWanted = false
    /// The outstanding exchange was begun for a wish that has ended: its outcome is not passed on.
    var isAbandoned = false
    /// The card that was read last was never seen to leave: worth a presence test.
    var cardMayLie = false
    /// A digest, salted for this process, of the card that was read last; nil once a find gave 80.
    package internal(set) var lastCard: Int?
    /// Presence tests since the card was said to lie there.
    var presenceTests = 0
    /// A read request was never answered and its reply may still come.
    var isReadUnanswered = false
    /// Status requests since the last answered read that went unanswered and whose replies may still come.
    var lateStatuses = 0
    /// Reads without an answer, one after the other.
    var unansweredReads = 0
    /// Selects and reads answered 34, one after the other.
    var outOfOrder = 0
    /// Select failed once already; a card on the move deserves one more try at once.
    var retriedCard = false
    var cardIsMoving = false
    var resetTried = false
    /// The module was asked for its number since the line was opened, whatever it said.
    var isModuleAsked = false
    /// The request about a card that was last answered with 60 or 66.
    var refused: SDTRequest?
    var checksFailed = 0
    var lastProblem: CardProblem?
    var reports: [Report] = []

    /// - Parameter lastCard: from an earlier run on the same reader, whose card may still lie there.
    package init(lastCard: Int? = nil) { self.lastCard = lastCard }

    /// The line is open.
    package mutating func opened() -> Step {
        isModuleAsked = false
        reports.append(.condition(.starting))
        return step(check())
    }

    /// A card is wanted, or no longer. Saying the same again changes nothing.
    package mutating func wanted(_ wanted: Bool) -> Step {
        guard wanted != isWanted else { return step(.keep) }
        isWanted = wanted
        if wanted {
            resetTried = false
            unansweredReads = 0
        }
        switch state {
        case .closed:
            return step(.keep)
        case .resting:
            return step(wanted ? begin() : .keep)
        case .asked(let exchange), .quietening(let exchange):
            guard ![.status, .reset, .moduleNumber].contains(exchange.request) else { return step(.keep) }
            isAbandoned = true
            report(wanted ? .asking : .ready)
            return step(.keep)
        case .pausing(.beforeCheck):
            // A person waits: a reader that was given up on deserves a try at once.
            checksFailed = wanted ? 0 : checksFailed
            return step(wanted ? check() : .keep)
        case .pausing(.beforeFind), .pausing(.beforePresenceTest), .pausing(.afterLateStatus):
            return step(settle())
        }
    }

    /// A whole reply came.
    package mutating func received(_ reply: SDTReply) -> Step {
        guard case .asked(var exchange) = state else { return step(.keep) }
        guard let answer = exchange.request.answer(in: reply) else {
            // Not what was asked for, but the reader is not silent.
            exchange.sawDamage = true
            state = .asked(exchange)
            return step(.keep)
        }
        exchange.sawUnknownError = reply.status == .unknownError
        note(answer, to: exchange.request)
        if isAbandoned, exchange.request != .status, exchange.request != .reset {
            if exchange.request == .readCard, answer == .done, let data = CardReadReply(reply.data) { remember(data) }
            return step(settle())
        }
        switch answer {
        case .again: return step(sendAgain(exchange, damaged: true))
        case .unusable(let status): return step(unusable(status, exchange))
        case .done, .noCard, .failed: break
        }
        switch exchange.request {
        case .status: return step(recovered())
        case .reset: return step(send(.status))
        case .moduleNumber:
            if let number = SAMNumber(reply.data) { reports.append(.module(number)) }
            return step(settle())
        case .testPresence: return step(presence(answer))
        case .findCard: return step(found(answer))
        case .selectCard: return step(selected(answer))
        case .readCard: return step(read(answer, reply))
        }
    }

    /// A frame was wrong, or the line does not get quiet.
    package mutating func damaged() -> Step {
        switch state {
        case .asked(let exchange), .quietening(let exchange): step(sendAgain(exchange, damaged: true))
        case .closed, .resting, .pausing: step(.keep)
        }
    }

    /// The time for the outstanding request is over.
    ///
    /// - Parameter sawBytes: bytes came since it was sent, but no whole frame: the reader is not silent.
    package mutating func unanswered(sawBytes: Bool = false) -> Step {
        guard case .asked(var exchange) = state else { return step(.keep) }
        exchange.sawDamage = exchange.sawDamage || sawBytes
        switch exchange.request {
        case .readCard: return step(readUnanswered(exchange))
        case .status where isReadUnanswered: lateStatuses += 1
        case .status, .reset, .moduleNumber, .findCard, .selectCard, .testPresence: break
        }
        return step(sendAgain(exchange, damaged: false))
    }

    /// The line is quiet after `quieten`.
    package mutating func quiet() -> Step {
        guard case .quietening(let exchange) = state else { return step(.keep) }
        // A module that does not tell its number is as good as others.
        if isAbandoned || exchange.request == .moduleNumber { return step(settle()) }
        if exchange.request == .readCard, isReadUnanswered { return step(send(.status)) }
        return step(send(exchange))
    }

    /// The time of `wait` is over.
    package mutating func waited() -> Step {
        guard case .pausing(let pause) = state else { return step(.keep) }
        switch pause {
        case .beforeFind: return step(send(.findCard))
        case .beforePresenceTest: return step(send(.testPresence))
        case .beforeCheck: return step(check())
        case .afterLateStatus:
            isReadUnanswered = false
            return step(settle())
        }
    }
}

extension CardReadSequence {
    mutating func step(_ next: Next) -> Step {
        defer { reports = [] }
        return Step(reports, next: next)
    }

    mutating func report(_ new: Condition) {
        guard new != condition else { return }
        condition = new
        reports.append(.condition(new))
    }

    mutating func report(_ problem: CardProblem) {
        guard problem != lastProblem else { return }
        lastProblem = problem
        reports.append(.problem(problem))
    }

    mutating func send(_ request: SDTRequest) -> Next { send(Exchange(request: request)) }

    mutating func send(_ exchange: Exchange) -> Next {
        state = .asked(exchange)
        return .send(exchange.request, timeout: exchange.request.timeout)
    }

    mutating func pause(_ pause: Pause, _ time: Duration) -> Next {
        state = .pausing(pause)
        return .wait(time)
    }

    /// Ends whatever was under way for the wish that was.
    mutating func settle() -> Next {
        isAbandoned = false
        return isWanted ? begin() : rest()
    }

    mutating func rest() -> Next {
        report(.ready)
        state = .resting
        return .rest
    }
}
