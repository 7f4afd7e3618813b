/// Whether the reader is there and well, and what to do when it is not.
extension CardReadSequence {
    /// Asks the security module for its status.
    mutating func check() -> Next {
        resetTried = false
        // A reader that is known not to answer gets one try each time, not three.
        return send(Exchange(request: .status, repeats: condition == .starting ? 0 : Self.maximumRepeats))
    }

    /// The status request was answered well.
    mutating func recovered() -> Next {
        resetTried = false
        checksFailed = 0
        if let read = postponedRead {
            postponedRead = nil
            return send(read)
        }
        return settle()
    }

    /// The security module says that it accepts nothing. A failed self-test is worth one reset.
    mutating func unusable(_ status: SDTStatus, _ exchange: Exchange) -> Next {
        guard status == .selfTestFailed else { return giveUp(.faulty(.notAuthorised)) }
        guard !resetTried else {
            return exchange.request == .reset ? send(.status) : giveUp(.faulty(.selfTestFailed))
        }
        resetTried = true
        return send(.reset)
    }

    /// After damage or silence: the same request again, once the line is quiet, or no more.
    mutating func sendAgain(_ exchange: Exchange, damaged: Bool) -> Next {
        var exchange = exchange
        exchange.sawDamage = exchange.sawDamage || damaged
        // What was begun for a wish that has ended is not sent again, but the line must get quiet once more.
        let limit = isAbandoned ? Self.maximumRepeats + 1 : Self.maximumRepeats
        guard exchange.repeats < limit else { return exhausted(exchange) }
        exchange.repeats += 1
        state = .quietening(exchange)
        return .quieten
    }

    /// No whole answer to a request, however often it was sent.
    private mutating func exhausted(_ exchange: Exchange) -> Next {
        guard exchange.request != .reset else { return send(.status) }
        if postponedRead != nil || exchange.request == .readCard { report(.readFailed) }
        postponedRead = nil
        if exchange.request == .readCard, exchange.sawDamage {
            // The line works, if badly: let the person lay the card again rather than call the reader faulty.
            report(.asking)
            return isReadUnanswered ? send(.status) : pause(.beforeFind, Self.findInterval)
        }
        return giveUp(exchange.sawDamage ? .faulty(.garbled) : .silent)
    }

    /// Reports the reader unfit and looks after it again later.
    private mutating func giveUp(_ condition: Condition) -> Next {
        postponedRead = nil
        isAbandoned = false
        report(condition)
        defer { checksFailed = min(checksFailed + 1, 16) }
        return pause(.beforeCheck, Self.checkInterval(condition, failed: checksFailed, isWanted: isWanted))
    }

    /// Doubling: silent from 0.5 s to 30 s, but 2 s while a person waits; faulty from 2 s to 30 s.
    private static func checkInterval(_ condition: Condition, failed: Int, isWanted: Bool) -> Duration {
        let isSilent = condition == .silent
        let doubled = (isSilent ? 500 : 2_000) << min(failed, 6)
        return .milliseconds(min(doubled, isSilent && isWanted ? 2_000 : 30_000))
    }
}
