import Claims

/// The way from "a card is wanted" to its data.
extension CardReadSequence {
    /// Starts looking for a card; first for one that was read before and may still lie there.
    mutating func begin() -> Next {
        guard !isReadUnanswered else { return send(.status) }
        guard !cardMayLie else { return send(.testPresence) }
        report(.asking)
        return send(.findCard)
    }

    mutating func presence(_ answer: SDTRequest.Answer) -> Next {
        guard case .done = answer else {
            cardMayLie = false
            lastProblem = nil
            return begin()
        }
        report(.removeCard)
        return pause(.beforePresenceTest, Self.findInterval)
    }

    mutating func found(_ answer: SDTRequest.Answer) -> Next {
        switch answer {
        case .done:
            retriedCard = false
            report(.reading)
            return send(.selectCard)
        case .failed(let status):
            report(CardProblem(status))
            return lookAgain()
        case .noCard, .again, .unusable:
            if cardIsMoving {
                cardIsMoving = false
                return send(.findCard)
            }
            lastProblem = nil
            return lookAgain()
        }
    }

    mutating func selected(_ answer: SDTRequest.Answer) -> Next {
        guard case .failed(let status) = answer else {
            retriedCard = false
            return send(.readCard)
        }
        if !retriedCard, [.selectFailed, .randomNumberFailed].contains(status) {
            retriedCard = true
            return send(.selectCard)
        }
        cardIsMoving = status == .selectFailed
        if status.meaning == .card { report(CardProblem(status)) }
        return lookAgain()
    }

    mutating func read(_ answer: SDTRequest.Answer, _ reply: SDTReply) -> Next {
        guard case .done = answer, let data = CardReadReply(reply.data) else {
            if case .failed(let status) = answer, status.meaning == .card { report(CardProblem(status)) }
            return lookAgain()
        }
        cardMayLie = true
        do {
            let identity = try CardTextBlock.identity(in: data.text)
            lastProblem = nil
            reports.append(.card(identity))
            isWanted = false
            return rest()
        } catch {
            report(error)
            report(.removeCard)
            return pause(.beforePresenceTest, Self.findInterval)
        }
    }

    private mutating func lookAgain() -> Next {
        report(.asking)
        return pause(.beforeFind, Self.findInterval)
    }
}
