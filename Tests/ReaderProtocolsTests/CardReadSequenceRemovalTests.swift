import Claims
import ReaderProtocols
import Testing

/// Readers that cannot tell whether the card that was read still lies there.
struct CardReadSequenceRemovalTests {
    private let card: SDTReply
    private let other: SDTReply

    init() throws {
        card = try Vectors.readReply("prc")
        other = try Vectors.readReply("prc2")
    }

    /// A card was read, and the next one is wanted.
    private func askingAgain() -> CardReadSequence {
        var sequence = CardReadSequence.reading()
        _ = sequence.received(card)
        _ = sequence.wanted(false)
        _ = sequence.wanted(true)
        return sequence
    }

    /// The step that ends a find, select and read of this card.
    private func read(_ card: SDTReply, _ sequence: inout CardReadSequence) -> Step {
        _ = sequence.received(found)
        _ = sequence.received(selected)
        return sequence.received(card)
    }

    @Test(arguments: [SDTStatus.readFailed, .noCard, .selectFailed, .noCardFoundYet])
    func `a card that the presence test says has left is read again when it is laid again`(status: SDTStatus) {
        var sequence = askingAgain()
        #expect(sequence.received(Vectors.reply(status)).next == send(.findCard))
        #expect(read(card, &sequence).next == .rest)
    }

    @Test(arguments: [SDTStatus.badCommand, .notPermitted])
    func `a card is not the next person's when the reader cannot tell whether it left`(status: SDTStatus) {
        var sequence = askingAgain()
        #expect(sequence.received(Vectors.reply(status)).next == send(.findCard))
        #expect(read(card, &sequence) == Step([.condition(.removeCard)], next: interval))
        for _ in 0..<3 {
            #expect(sequence.waited() == Step(next: send(.findCard)))
            #expect(read(card, &sequence) == Step(next: interval))
        }
        // Lifted, it is the person's again.
        _ = sequence.waited()
        #expect(sequence.received(none) == Step(next: interval))
        #expect(sequence.waited() == Step(next: send(.testPresence)))
        #expect(sequence.received(Vectors.reply(status)) == Step([.condition(.asking)], next: send(.findCard)))
        #expect(sequence.received(none) == Step(next: interval))
        _ = sequence.waited()
        #expect(read(card, &sequence).next == .rest)
    }

    @Test func `another card laid in place of the one that was read is read`() {
        var sequence = askingAgain()
        _ = sequence.received(Vectors.reply(.badCommand))
        _ = read(card, &sequence)
        _ = sequence.waited()
        #expect(read(other, &sequence).next == .rest)
    }

    @Test func `a reader that is silent to the presence test is asked for a card`() {
        var sequence = askingAgain()
        #expect(sequence.unanswered() == Step(next: .quieten))
        #expect(sequence.quiet() == Step(next: send(.testPresence)))
        #expect(sequence.unanswered() == Step(next: send(.findCard)))
        #expect(read(other, &sequence).next == .rest)
    }

    @Test(arguments: [SDTStatus.unknownError, .requestChecksum])
    func `a presence test that is always to be repeated is given up for a find`(status: SDTStatus) {
        var sequence = askingAgain()
        _ = sequence.received(Vectors.reply(status))
        _ = sequence.quiet()
        #expect(sequence.received(Vectors.reply(status)).next == send(.findCard))
    }

    @Test func `damage alone in the presence test does not make a reader garbled`() {
        var sequence = askingAgain()
        _ = sequence.damaged()
        _ = sequence.quiet()
        #expect(sequence.damaged() == Step(next: send(.findCard)))
    }

    @Test func `a reader that says for ever that the card lies there is asked for a card in between`() {
        var sequence = askingAgain()
        var step = sequence.received(Vectors.reply(.empty))
        for _ in 1..<CardReadSequence.presenceTestsBeforeFind {
            #expect(sequence.waited().next == send(.testPresence))
            step = sequence.received(Vectors.reply(.empty))
        }
        #expect(step == Step(next: interval))
        #expect(sequence.waited() == Step(next: send(.findCard)))
        // A card that was read is not found again; that alone does not mean that it left.
        #expect(sequence.received(none) == Step(next: interval))
        #expect(sequence.waited() == Step(next: send(.testPresence)))
        for _ in 0..<CardReadSequence.presenceTestsBeforeFind {
            _ = sequence.received(Vectors.reply(.empty))
            _ = sequence.waited()
        }
        #expect(read(other, &sequence).next == .rest)
    }

    @Test func `a card read for a wish that has ended is not the next person's either`() {
        var sequence = CardReadSequence.reading()
        _ = sequence.wanted(false)
        _ = sequence.received(card)
        #expect(sequence.wanted(true).next == send(.testPresence))
        _ = sequence.received(Vectors.reply(.badCommand))
        #expect(read(card, &sequence) == Step([.condition(.removeCard)], next: interval))
    }

    @Test func `a card that lay there before the reader was unplugged is not the next person's`() {
        var sequence = CardReadSequence(lastCard: askingAgain().lastCard)
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        _ = sequence.wanted(true)
        #expect(read(card, &sequence) == Step([.condition(.removeCard)], next: interval))
    }
}
