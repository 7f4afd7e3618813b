import Claims
import ReaderProtocols
import Testing

private let selfTestFailed = Vectors.reply(.selfTestFailed)

struct CardReadSequenceHealthTests {
    @Test func `a reader that is silent at first is asked three times, then ever more rarely`() {
        var sequence = CardReadSequence()
        #expect(sequence.opened().next == send(.status))
        for _ in 0..<2 {
            #expect(sequence.unanswered() == Step(next: .quieten))
            #expect(sequence.quiet() == Step(next: send(.status)))
        }
        #expect(sequence.unanswered() == Step([.condition(.silent)], next: .wait(.milliseconds(500))))
        for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            #expect(sequence.waited() == Step(next: send(.status)))
            #expect(sequence.unanswered() == Step(next: .wait(.milliseconds(pause))))
        }
        _ = sequence.waited()
        #expect(sequence.wellAtFirst() == Step([.condition(.ready)], next: .rest))
    }

    @Test func `while a person waits a silent reader is asked at once and at least every two seconds`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.unanswered()
        _ = sequence.quiet()
        _ = sequence.unanswered()
        _ = sequence.quiet()
        _ = sequence.unanswered()
        #expect(sequence.wanted(true) == Step(next: send(.status)))
        for pause in [500, 1_000, 2_000, 2_000, 2_000] {
            #expect(sequence.unanswered() == Step(next: .wait(.milliseconds(pause))))
            #expect(sequence.waited() == Step(next: send(.status)))
        }
        #expect(sequence.wellAtFirst() == Step([.condition(.asking)], next: send(.findCard)))
    }

    @Test func `three finds without an answer are silence, not an absent card`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        #expect(sequence.wanted(true).next == send(.findCard))
        for _ in 0..<2 {
            #expect(sequence.unanswered() == Step(next: .quieten))
            #expect(sequence.quiet() == Step(next: send(.findCard)))
        }
        #expect(sequence.unanswered() == Step([.condition(.silent)], next: .wait(.milliseconds(500))))
    }

    @Test func `a failed self-test gets one reset before the reader is called faulty`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        #expect(sequence.received(selfTestFailed) == Step(next: send(.reset)))
        #expect(sequence.received(ok) == Step(next: send(.status)))
        #expect(
            sequence.received(selfTestFailed)
                == Step([.condition(.faulty(.selfTestFailed))], next: .wait(.milliseconds(2_000)))
        )
        _ = sequence.waited()
        #expect(sequence.received(selfTestFailed) == Step(next: send(.reset)))
        #expect(sequence.received(selfTestFailed) == Step(next: send(.status)))
        #expect(sequence.received(selfTestFailed) == Step(next: .wait(.milliseconds(4_000))))
        _ = sequence.waited()
        #expect(sequence.wellAtFirst() == Step([.condition(.ready)], next: .rest))
    }

    @Test func `a reset that helps goes unnoticed`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(selfTestFailed)
        _ = sequence.received(ok)
        #expect(sequence.wellAtFirst() == Step([.condition(.ready)], next: .rest))
    }

    @Test func `a reset without an answer is followed by a status request`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(selfTestFailed)
        for _ in 0..<2 {
            #expect(sequence.unanswered().next == .quieten)
            #expect(sequence.quiet().next == send(.reset))
        }
        #expect(sequence.unanswered() == Step(next: send(.status)))
        #expect(sequence.received(selfTestFailed).reports == [.condition(.faulty(.selfTestFailed))])
    }

    @Test func `a module without authorisation is faulty at once`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        #expect(
            sequence.received(Vectors.reply(.notAuthorised))
                == Step([.condition(.faulty(.notAuthorised))], next: .wait(.milliseconds(2_000)))
        )
    }

    @Test func `a self-test that fails while a card is looked for is found out too`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        _ = sequence.wanted(true)
        #expect(sequence.received(selfTestFailed) == Step(next: send(.reset)))
        #expect(sequence.received(ok) == Step(next: send(.status)))
        #expect(sequence.received(ok) == Step(next: send(.findCard)))
    }

    @Test func `a module that calls itself well but accepts no find gets one reset, then rests ever longer`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        _ = sequence.wanted(true)
        #expect(sequence.received(selfTestFailed) == Step(next: send(.reset)))
        _ = sequence.received(ok)
        #expect(sequence.received(ok) == Step(next: send(.findCard)))
        let fault = CardReadSequence.Report.condition(.faulty(.selfTestFailed))
        #expect(sequence.received(selfTestFailed) == Step([fault], next: .wait(.seconds(2))))
        for pause in [4, 8, 16, 30, 30] {
            // Still faulty, until a request about a card is answered.
            #expect(sequence.waited() == Step(next: send(.status)))
            #expect(sequence.received(ok) == Step(next: send(.findCard)))
            #expect(sequence.received(selfTestFailed) == Step(next: send(.reset)))
            _ = sequence.received(ok)
            #expect(sequence.received(ok) == Step(next: send(.findCard)))
            #expect(sequence.received(selfTestFailed) == Step(next: .wait(.seconds(pause))))
        }
        _ = sequence.waited()
        _ = sequence.received(ok)
        #expect(sequence.received(Vectors.reply(.noCard)).reports == [.condition(.asking)])
    }

    @Test func `a module that finds cards but refuses to read them is faulty after one reset`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        _ = sequence.wanted(true)
        var last = Step(next: .keep)
        for round in 0..<2 {
            _ = sequence.received(Vectors.reply(.cardFound, [0, 0, 0, 0]))
            _ = sequence.received(Vectors.reply(.success, .init(repeating: 0, count: 8)))
            last = sequence.received(selfTestFailed)
            guard round == 0 else { break }
            #expect(last == Step(next: send(.reset)))
            _ = sequence.received(ok)
            _ = sequence.received(ok)
        }
        #expect(last == Step([.condition(.faulty(.selfTestFailed))], next: .wait(.seconds(2))))
    }

    @Test func `answers that are never whole are garbled, not silent`() {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        #expect(sequence.damaged() == Step(next: .quieten))
        #expect(sequence.damaged() == Step(next: .quieten))
        #expect(sequence.damaged().reports == [.condition(.faulty(.garbled))])
    }

    /// Feeds random events and holds what must hold after each of them.
    @Test func `no order of events gives a card that was not asked for, or two timers`() throws {
        let card = try Vectors.readReply("prc")
        let statuses: [UInt8] = [0x90, 0x91, 0x80, 0x81, 0x41, 0x31, 0x40, 0x47, 0x34, 0x10, 0x21, 0x60, 0x66, 0x77]
        var replies = statuses.map { Vectors.reply(SDTStatus(rawValue: $0)) }
        replies += [
            Vectors.reply(.cardFound, [0, 0, 0, 0]), Vectors.reply(.success, .init(repeating: 0, count: 8)), card,
        ]
        var generator = Seeded(state: 11)
        for _ in 0..<300 {
            var sequence = CardReadSequence()
            var last = sequence.opened().next
            var isWanted = false
            for _ in 0..<200 {
                let step: Step
                switch Int.random(in: 0..<12, using: &generator) {
                case 0:
                    isWanted.toggle()
                    step = sequence.wanted(isWanted)
                case 1: step = sequence.damaged()
                case 2: step = sequence.unanswered()
                case 3: step = sequence.quiet()
                case 4: step = sequence.waited()
                default: step = sequence.received(replies.randomElement(using: &generator) ?? card)
                }
                if case .card = step.reports.first {
                    #expect(last == send(.readCard) && isWanted)
                    isWanted = false
                }
                if step.next != .keep { last = step.next }
                if case .wait(let time) = step.next { #expect(time <= .seconds(30)) }
            }
        }
    }
}
