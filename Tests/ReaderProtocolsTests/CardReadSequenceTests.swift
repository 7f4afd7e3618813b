import Claims
import ReaderProtocols
import Testing

struct CardReadSequenceTests {
    private func identity(_ name: String) throws -> CardIdentity {
        let reply = try Vectors.readReply(name)
        guard let read = CardReadReply(reply.data) else { throw Vectors.NoReply() }
        return try CardTextBlock.identity(in: read.text)
    }

    @Test func `a reader that is well rests until a card is wanted`() {
        var sequence = CardReadSequence()
        #expect(sequence.wanted(false) == Step(next: .keep))
        #expect(sequence.opened() == Step([.condition(.starting)], next: send(.status)))
        #expect(sequence.wellAtFirst() == Step([.condition(.ready)], next: .rest))
        #expect(sequence.waited() == Step(next: .keep))
        #expect(sequence.unanswered() == Step(next: .keep))
        #expect(sequence.damaged() == Step(next: .keep))
        #expect(sequence.received(found) == Step(next: .keep))
    }

    @Test func `a card is found, selected, read and reported once`() throws {
        var sequence = CardReadSequence.ready()
        #expect(sequence.wanted(true) == Step([.condition(.asking)], next: send(.findCard)))
        #expect(sequence.wanted(true) == Step(next: .keep))
        #expect(sequence.received(none) == Step(next: interval))
        #expect(sequence.waited() == Step(next: send(.findCard)))
        #expect(sequence.received(found) == Step([.condition(.reading)], next: send(.selectCard)))
        #expect(sequence.received(selected) == Step(next: send(.readCard)))
        let step = try sequence.received(Vectors.readReply("prc"))
        #expect(step == Step([.card(try identity("prc")), .condition(.ready)], next: .rest))
        #expect(try sequence.received(Vectors.readReply("prc")) == Step(next: .keep))
    }

    @Test func `a card wanted before the reader is known to be well is asked for afterwards`() {
        var sequence = CardReadSequence()
        #expect(sequence.wanted(true) == Step(next: .keep))
        _ = sequence.opened()
        #expect(sequence.wellAtFirst() == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `the card read last must leave before the next is looked for`() throws {
        var sequence = CardReadSequence.reading()
        _ = try sequence.received(Vectors.readReply("prc"))
        _ = sequence.wanted(false)
        #expect(sequence.wanted(true) == Step([.condition(.asking)], next: send(.testPresence)))
        #expect(sequence.received(Vectors.reply(.empty)) == Step([.condition(.removeCard)], next: interval))
        #expect(sequence.waited() == Step(next: send(.testPresence)))
        let address = Vectors.reply(.success, Array(repeating: 0x20, count: 70))
        #expect(sequence.received(address) == Step(next: interval))
        #expect(sequence.waited() == Step(next: send(.testPresence)))
        #expect(sequence.received(Vectors.reply(.readFailed)) == Step([.condition(.asking)], next: send(.findCard)))
        // It was seen to leave: the next wish begins with a find.
        _ = sequence.received(none)
        #expect(sequence.wanted(false) == Step([.condition(.ready)], next: .rest))
        #expect(sequence.wanted(true) == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `replies to other requests are ignored until the time is over`() throws {
        let replies = [ok, none, found, selected, Vectors.reply(.selectFailed), Vectors.reply(.readFailed)]
        var select = CardReadSequence.asking()
        _ = select.received(found)
        for reply in replies + [try Vectors.readReply("prc")] where ![selected, replies[4]].contains(reply) {
            #expect(select.received(reply) == Step(next: .keep))
        }
        var find = CardReadSequence.asking()
        for reply in replies + [try Vectors.readReply("prc")] where ![found, none].contains(reply) {
            #expect(find.received(reply) == Step(next: .keep))
        }
        var read = CardReadSequence.reading()
        for reply in replies where reply != replies[5] { #expect(read.received(reply) == Step(next: .keep)) }
    }

    @Test func `select is tried twice on a moving card, and so is the find after it`() {
        var sequence = CardReadSequence.asking()
        _ = sequence.received(found)
        let failed = Vectors.reply(.selectFailed)
        #expect(sequence.received(failed) == Step(next: send(.selectCard)))
        #expect(sequence.received(failed) == Step([.problem(.moved), .condition(.asking)], next: interval))
        #expect(sequence.waited() == Step(next: send(.findCard)))
        #expect(sequence.received(none) == Step(next: send(.findCard)))
        #expect(sequence.received(none) == Step(next: interval))
    }

    @Test(
        arguments: [
            (SDTStatus.readFailed, CardProblem.readFailed), (.cardRefusedModule, .refusedReader),
            (.moduleRefusedCard, .refusedByReader), (.verificationFailed, .verificationFailed),
            (.unknownCardType, .notAnIdentityCard), (.randomNumberFailed, .readFailed),
        ]
    )
    func `a failed read is told once for each card, and looked for again`(status: SDTStatus, problem: CardProblem) {
        var sequence = CardReadSequence.reading()
        let failed = Vectors.reply(status)
        #expect(sequence.received(failed) == Step([.problem(problem), .condition(.asking)], next: interval))
        _ = sequence.waited()
        _ = sequence.received(found)
        _ = sequence.received(selected)
        #expect(sequence.received(failed) == Step([.condition(.asking)], next: interval))
        // The card left; the next one is told of again.
        _ = sequence.waited()
        _ = sequence.received(none)
        _ = sequence.waited()
        _ = sequence.received(found)
        _ = sequence.received(selected)
        #expect(sequence.received(failed).reports.first == .problem(problem))
    }

    @Test func `a card whose data is no identity must leave before the next`() throws {
        var block = try Vectors.textBlock("prc")
        block[248] = UInt8(ascii: "Q")
        var sequence = CardReadSequence.reading()
        let reply = try Vectors.reply(Vectors.readFrame(text: block))
        #expect(sequence.received(reply) == Step([.problem(.unknownKind), .condition(.removeCard)], next: interval))
        #expect(sequence.waited() == Step(next: send(.testPresence)))
        #expect(sequence.received(Vectors.reply(.selectFailed)) == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `a damaged read is asked for twice more, then the card must be laid again`() {
        var sequence = CardReadSequence.reading()
        for _ in 0..<2 {
            #expect(sequence.damaged() == Step(next: .quieten))
            #expect(sequence.quiet() == Step(next: send(.readCard)))
        }
        #expect(sequence.damaged() == Step([.problem(.readFailed), .condition(.asking)], next: interval))
        #expect(sequence.waited() == Step(next: send(.findCard)))
    }

    @Test func `after an unanswered read nothing is asked of a card before a status request is answered`() throws {
        var sequence = CardReadSequence.reading()
        // The person hears of it at once.
        #expect(sequence.unanswered() == Step([.problem(.readFailed)], next: .quieten))
        #expect(sequence.quiet() == Step(next: send(.status)))
        // The reply that was given up on comes late: it belongs to nothing.
        #expect(try sequence.received(Vectors.readReply("prc2")) == Step(next: .keep))
        // It is found and selected anew: another card may lie there by now.
        #expect(sequence.received(ok) == Step([.condition(.asking)], next: send(.findCard)))
        #expect(try sequence.received(Vectors.readReply("prc2")) == Step(next: .keep))
        _ = sequence.received(found)
        _ = sequence.received(selected)
        #expect(try sequence.received(Vectors.readReply("prc")).reports.first == .card(identity("prc")))
    }

    @Test func `a read that is never answered ends in silence and a status request before the next find`() {
        var sequence = CardReadSequence.reading()
        for _ in 0..<2 {
            #expect(sequence.unanswered().next == .quieten)
            #expect(sequence.quiet().next == send(.status))
            #expect(sequence.received(ok).next == send(.findCard))
            _ = sequence.received(found)
            _ = sequence.received(selected)
        }
        #expect(sequence.unanswered() == Step([.condition(.silent)], next: .wait(.milliseconds(500))))
        #expect(sequence.waited() == Step(next: send(.status)))
        #expect(sequence.received(ok) == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `a wish that ends and begins anew takes no data read for the one before`() throws {
        var sequence = CardReadSequence.reading()
        #expect(sequence.wanted(false) == Step([.condition(.ready)], next: .keep))
        #expect(sequence.wanted(true) == Step([.condition(.asking)], next: .keep))
        // The card is known to lie there, so it must leave first.
        #expect(try sequence.received(Vectors.readReply("prc")) == Step(next: send(.testPresence)))
    }

    @Test func `a wish that ended while a read went unanswered leaves nothing behind for the next`() {
        var sequence = CardReadSequence.reading()
        _ = sequence.wanted(false)
        #expect(sequence.unanswered() == Step(next: .quieten))
        #expect(sequence.quiet() == Step(next: .rest))
        #expect(sequence.wanted(true) == Step([.condition(.asking)], next: send(.status)))
        #expect(sequence.received(ok) == Step(next: send(.findCard)))
    }

    @Test func `a late status reply does not stand for the end of an unanswered read`() throws {
        var sequence = CardReadSequence.reading()
        _ = sequence.unanswered()
        #expect(sequence.quiet() == Step(next: send(.status)))
        _ = sequence.unanswered()
        #expect(sequence.quiet() == Step(next: send(.status)))
        #expect(sequence.received(ok) == Step(next: .wait(CardReadSequence.lateStatusTime)))
        #expect(try sequence.received(Vectors.readReply("prc2")) == Step(next: .keep))
        #expect(sequence.waited().next == send(.findCard))
    }

    @Test func `a find answered with what belongs to others is garbled, not silent`() {
        var sequence = CardReadSequence.asking()
        for _ in 0..<2 {
            #expect(sequence.received(Vectors.reply(.selectFailed)) == Step(next: .keep))
            #expect(sequence.unanswered() == Step(next: .quieten))
            #expect(sequence.quiet() == Step(next: send(.findCard)))
        }
        #expect(sequence.unanswered().reports == [.condition(.faulty(.garbled))])
    }

    @Test(arguments: [false, true])
    func `a card that is found and then denied three times is told of and gets one reset`(atRead: Bool) {
        var sequence = CardReadSequence.asking()
        let denied = Vectors.reply(.noCardFoundYet)
        var requests: [Next] = []
        var reports: [CardReadSequence.Report] = []
        for _ in 0..<8 {
            _ = sequence.received(found)
            if atRead { _ = sequence.received(selected) }
            let step = sequence.received(denied)
            requests.append(step.next)
            reports += step.reports
            if step.next == send(.reset) {
                _ = sequence.received(ok)
                _ = sequence.received(ok)
            } else {
                _ = sequence.waited()
            }
        }
        #expect(requests.map { $0 == send(.reset) } == [false, false, true, false, false, false, false, false])
        #expect(reports.filter { $0 == .problem(.readFailed) }.count == 1)
    }
}
