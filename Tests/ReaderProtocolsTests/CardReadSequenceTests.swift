import Claims
import ReaderProtocols
import Testing

typealias Step = CardReadSequence.Step
typealias Next = CardReadSequence.Next

private let ok = Vectors.reply(.success)
private let none = Vectors.reply(.noCard)
private let found = Vectors.reply(.cardFound, [0, 0, 0, 0])
private let selected = Vectors.reply(.success, [0, 0, 0, 0, 0, 0, 0, 0])
private let interval = Next.wait(CardReadSequence.findInterval)

private func send(_ request: SDTRequest) -> Next { .send(request, timeout: request.timeout) }

extension CardReadSequence {
    /// A reader that is well, and no card wanted.
    fileprivate static func ready() -> CardReadSequence {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        return sequence
    }

    fileprivate static func asking() -> CardReadSequence {
        var sequence = ready()
        _ = sequence.wanted(true)
        return sequence
    }

    /// Waits for the answer to a read.
    fileprivate static func reading() -> CardReadSequence {
        var sequence = asking()
        _ = sequence.received(found)
        _ = sequence.received(selected)
        return sequence
    }
}

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
        #expect(sequence.received(ok) == Step([.condition(.ready)], next: .rest))
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
        #expect(sequence.received(ok) == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `the card read last must leave before the next is looked for`() throws {
        var sequence = CardReadSequence.reading()
        _ = try sequence.received(Vectors.readReply("prc"))
        _ = sequence.wanted(false)
        #expect(sequence.wanted(true) == Step(next: send(.testPresence)))
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
        #expect(sequence.unanswered() == Step(next: .quieten))
        #expect(sequence.quiet() == Step(next: send(.status)))
        // The reply that was given up on comes late: it belongs to nothing.
        #expect(try sequence.received(Vectors.readReply("prc2")) == Step(next: .keep))
        #expect(sequence.received(ok) == Step(next: send(.readCard)))
        #expect(try sequence.received(Vectors.readReply("prc")).reports.first == .card(identity("prc")))
    }

    @Test func `a read that is never answered ends in silence and a status request before the next find`() {
        var sequence = CardReadSequence.reading()
        for _ in 0..<2 {
            #expect(sequence.unanswered().next == .quieten)
            #expect(sequence.quiet().next == send(.status))
            #expect(sequence.received(ok).next == send(.readCard))
        }
        #expect(
            sequence.unanswered()
                == Step([.problem(.readFailed), .condition(.silent)], next: .wait(.milliseconds(500)))
        )
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
        #expect(sequence.wanted(true).next == send(.status))
        #expect(sequence.received(ok) == Step([.condition(.asking)], next: send(.findCard)))
    }
}
