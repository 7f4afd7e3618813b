/// Whether the reader is there and well, and what to do when it is not.
extension CardReadSequence {
    /// Asks the security module for its status.
    mutating func check() -> Next {
        resetTried = false
        // A reader that is known not to answer gets one try each time, not three.
        return send(Exchange(request: .status, repeats: condition == .starting ? 0 : Self.maximumRepeats))
    }

    /// What an answer proves, whatever comes of it.
    mutating func note(_ answer: SDTRequest.Answer, to request: SDTRequest) {
        switch request {
        case .reset, .moduleNumber: return
        case .status:
            if lateStatuses == 0 { isReadUnanswered = false }
            return
        case .findCard:
            // Nothing readable lies there: whatever card comes next was laid anew. Not so while the presence test says
            // that the card still lies there.
            guard answer == .noCard, !(condition == .removeCard && cardMayLie) else { break }
            cardMayLie = false
            lastCard = nil
        case .readCard:
            isReadUnanswered = false
            lateStatuses = 0
            unansweredReads = 0
        case .selectCard, .testPresence: break
        }
        switch answer {
        case .done, .noCard, .failed:
            // Only what was refused, or a read, shows that the module works: some failing ones call themselves well.
            guard refused == nil || request == refused || request == .readCard else { break }
            refused = nil
            resetTried = false
            checksFailed = 0
        case .again, .unusable: break
        }
        if [.selectCard, .readCard].contains(request), answer != .failed(.noCardFoundYet),
            request == .readCard || answer != .done
        {
            outOfOrder = 0
        }
    }

    /// The status request was answered well.
    mutating func recovered() -> Next {
        if !isWanted { checksFailed = 0 }
        guard !isReadUnanswered else {
            // This may be the answer to an earlier status request, and the late read reply still to come.
            return pause(.afterLateStatus, Self.lateStatusTime)
        }
        guard isModuleAsked else {
            isModuleAsked = true
            return send(.moduleNumber)
        }
        return settle()
    }

    /// No read reply within its time. It may still come, so the card is found and selected anew before the next read.
    mutating func readUnanswered(_ exchange: Exchange) -> Next {
        isReadUnanswered = true
        unansweredReads += 1
        if !isAbandoned, condition != .removeCard { report(.readFailed) }
        guard isAbandoned || unansweredReads <= Self.maximumRepeats else {
            return giveUp(exchange.sawDamage ? .faulty(.garbled) : .silent)
        }
        state = .quietening(exchange)
        return .quieten
    }

    /// The security module says that it accepts nothing. A failed self-test is worth one reset.
    mutating func unusable(_ status: SDTStatus, _ exchange: Exchange) -> Next {
        if ![.status, .reset, .moduleNumber].contains(exchange.request) { refused = exchange.request }
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
        switch exchange.request {
        case .reset: return send(.status)
        case .moduleNumber: return settle()
        case .testPresence: return isAbandoned ? settle() : presenceUnknown()
        case .readCard:
            report(.readFailed)
            guard exchange.sawDamage else { break }
            // The line works, if badly: let the person lay the card again rather than call the reader faulty.
            report(.asking)
            return isReadUnanswered ? send(.status) : pause(.beforeFind, Self.findInterval)
        case .status, .findCard, .selectCard:
            guard exchange.sawUnknownError, !resetTried else { break }
            // 24 again and again: the module may have lost its place.
            resetTried = true
            return send(.reset)
        }
        return giveUp(exchange.sawDamage ? .faulty(.garbled) : .silent)
    }

    /// Reports the reader unfit and looks after it again later.
    private mutating func giveUp(_ condition: Condition) -> Next {
        isAbandoned = false
        report(condition)
        defer { checksFailed = min(checksFailed + 1, 16) }
        return pause(.beforeCheck, Self.checkInterval(condition, failed: checksFailed, isWanted: isWanted))
    }

    /// Doubling: silent from 0.5 s to 30 s, faulty from 2 s to 30 s. While a person waits 2 s at most, unless the
    /// module itself said that it cannot work.
    private static func checkInterval(_ condition: Condition, failed: Int, isWanted: Bool) -> Duration {
        let doubled = (condition == .silent ? 500 : 2_000) << min(failed, 6)
        let mayAnswerAnyTime = condition == .silent || condition == .faulty(.garbled)
        return .milliseconds(min(doubled, mayAnswerAnyTime && isWanted ? 2_000 : 30_000))
    }
}
