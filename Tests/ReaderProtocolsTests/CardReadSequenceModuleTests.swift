import Claims
import ReaderProtocols
import Testing

/// When the number is asked for, and that it never matters.
struct CardReadSequenceModuleTests {
    @Test func `the number is asked for once after the opening and handed on`() throws {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        #expect(sequence.received(ok) == Step(next: send(.moduleNumber)))
        let number = try #require(SAMNumber(moduleNumber.data))
        #expect(sequence.received(moduleNumber) == Step([.module(number), .condition(.ready)], next: .rest))
        // Not again, however often the reader is looked after …
        _ = sequence.wanted(true)
        for _ in 0..<2 {
            _ = sequence.unanswered()
            _ = sequence.quiet()
        }
        #expect(sequence.unanswered().reports == [.condition(.silent)])
        _ = sequence.waited()
        #expect(sequence.received(ok) == Step([.condition(.asking)], next: send(.findCard)))
        // … until the line is opened anew.
        _ = sequence.opened()
        #expect(sequence.received(ok).next == send(.moduleNumber))
    }

    @Test(arguments: [SDTStatus.badCommand, .notPermitted, .unknownError, SDTStatus(rawValue: 0x51)])
    func `a module that refuses its number is as good as others`(status: SDTStatus) {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        #expect(sequence.received(Vectors.reply(status)) == Step(next: .quieten))
        #expect(sequence.quiet() == Step([.condition(.ready)], next: .rest))
    }

    @Test func `a module that is silent about its number, or garbled, is as good as others`() {
        for isDamaged in [false, true] {
            var sequence = CardReadSequence()
            _ = sequence.opened()
            _ = sequence.received(ok)
            #expect((isDamaged ? sequence.damaged() : sequence.unanswered()) == Step(next: .quieten))
            #expect(sequence.quiet() == Step([.condition(.ready)], next: .rest))
        }
    }

    @Test func `a line that gets loud with the number is given up on in bounded steps, not the reader`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        for _ in 0..<2 { #expect(sequence.damaged() == Step(next: .quieten)) }
        #expect(sequence.damaged() == Step([.condition(.ready)], next: .rest))
    }

    @Test func `a card wanted in the meantime is asked for right after the number, which answers nothing else`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        #expect(sequence.wanted(true) == Step(next: .keep))
        #expect(sequence.received(found) == Step(next: .keep))
        #expect(sequence.unanswered() == Step(next: .quieten))
        #expect(sequence.quiet() == Step([.condition(.asking)], next: send(.findCard)))
        // The number comes late.
        #expect(sequence.received(moduleNumber) == Step(next: .keep))
        #expect(sequence.received(none) == Step(next: interval))
    }

    @Test func `a self-test that fails at the number gets its reset, and the number is let be`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        #expect(sequence.received(Vectors.reply(.selfTestFailed)) == Step(next: send(.reset)))
        #expect(sequence.received(ok) == Step(next: send(.status)))
        #expect(sequence.received(ok) == Step([.condition(.ready)], next: .rest))
    }
}
