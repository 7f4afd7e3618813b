import Claims

/// The way from "a card is wanted" to its data.
extension CardReadSequence {
    /// Starts looking for a card; first for one that was read before and may still lie there.
    mutating func begin() -> Next {
        // A reader that was faulty is not called well before it has answered a request of this kind.
        if case .faulty = condition {} else { report(.asking) }
        guard !isReadUnanswered else { return send(.status) }
        guard !cardMayLie else {
            presenceTests = 0
            return testPresence()
        }
        return send(.findCard)
    }

    /// Some readers do not know this request: one repeat must do, and a find tells whether they are there at all.
    mutating func testPresence() -> Next {
        send(Exchange(request: .testPresence, repeats: Self.maximumRepeats - 1))
    }

    mutating func presence(_ answer: SDTRequest.Answer) -> Next {
        switch answer {
        case .done: break
        case .failed(let status) where status.meaning != .unsupported:
            // Whatever else a reader that knows the request answers, the card was taken away.
            lastCard = nil
            return presenceUnknown()
        case .failed, .noCard, .again, .unusable: return presenceUnknown()
        }
        report(.removeCard)
        presenceTests += 1
        guard presenceTests.isMultiple(of: Self.presenceTestsBeforeFind) else {
            return pause(.beforePresenceTest, Self.findInterval)
        }
        return pause(.beforeFind, Self.findInterval)
    }

    /// Gone, or the reader cannot tell: then what a find brings is compared with the card that was read.
    mutating func presenceUnknown() -> Next {
        cardMayLie = false
        lastProblem = nil
        return begin()
    }

    mutating func found(_ answer: SDTRequest.Answer) -> Next {
        switch answer {
        case .done:
            retriedCard = false
            if !isRemovalAwaited { report(.reading) }
            return send(.selectCard)
        case .failed(let status):
            if !isRemovalAwaited { report(CardProblem(status)) }
            return lookAgain()
        case .noCard where isRemovalAwaited && cardMayLie:
            // A card that was read is not found again while it lies there: only the presence test tells.
            return pause(.beforePresenceTest, Self.findInterval)
        case .noCard, .again, .unusable:
            if cardIsMoving {
                cardIsMoving = false
                return send(.findCard)
            }
            lastProblem = nil
            report(.asking)
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
        return failed(status)
    }

    mutating func read(_ answer: SDTRequest.Answer, _ reply: SDTReply) -> Next {
        if case .failed(let status) = answer { return failed(status) }
        guard case .done = answer, let data = CardReadReply(reply.data) else { return lookAgain() }
        let before = lastCard
        remember(data)
        guard lastCard != before else {
            // The same card, and nobody saw it leave: it is not the next person's.
            report(.removeCard)
            return pause(.beforeFind, Self.findInterval)
        }
        do {
            let identity = try CardTextBlock.identity(in: data.text)
            lastProblem = nil
            reports.append(.card(identity))
            isWanted = false
            return rest()
        } catch {
            report(error)
            report(.removeCard)
            presenceTests = 0
            return pause(.beforePresenceTest, Self.findInterval)
        }
    }

    /// Keeps what tells this card from others: its number, or all of its text if it has none.
    mutating func remember(_ data: CardReadReply) {
        cardMayLie = true
        var hasher = Hasher()
        if let identity = try? CardTextBlock.identity(in: data.text) {
            hasher.combine(identity.number)
        } else {
            for byte in data.text { hasher.combine(byte) }
        }
        lastCard = hasher.finalize()
    }

    /// The card that was read is known to lie there. Another may be laid in its place between two finds, so what is
    /// found is read and compared, but nothing of it is told until it is another card.
    private var isRemovalAwaited: Bool { condition == .removeCard }

    private mutating func failed(_ status: SDTStatus) -> Next {
        if status.meaning == .card, !isRemovalAwaited { report(CardProblem(status)) }
        guard status == .noCardFoundYet else { return lookAgain() }
        outOfOrder += 1
        guard outOfOrder == Self.maximumRepeats + 1 else { return lookAgain() }
        // Found, but not to be had: the module has lost its place.
        report(.readFailed)
        return send(.reset)
    }

    private mutating func lookAgain() -> Next {
        if !isRemovalAwaited { report(.asking) }
        return pause(.beforeFind, Self.findInterval)
    }
}
