import ReaderProtocols
import Testing

struct SDTStatusTests {
    /// Every row of the table of status bytes in docs/readers/sdt-id-card.md.
    static let table: [(UInt8, SDTStatus.Meaning, SDTStatus.Advice)] = [
        (0x90, .good, .none), (0x9F, .good, .none), (0x91, .good, .none),
        (0x80, .noCard, .layCard), (0x81, .card, .layAgain), (0x41, .card, .layAgain),
        (0x31, .card, .layAgainOrReplace), (0x32, .card, .layAgainOrReplace), (0x33, .card, .layAgainOrReplace),
        (0x34, .outOfOrder, .none), (0x37, .card, .layAgain), (0x3F, .card, .layAgain),
        (0x40, .card, .otherCard), (0x47, .card, .layAgain), (0x50, .request, .report), (0x61, .request, .report),
        (0x10, .request, .none), (0x11, .request, .none), (0x21, .unsupported, .report),
        (0x23, .unsupported, .report), (0x24, .request, .none), (0x60, .reader, .cutPower),
        (0x66, .reader, .replaceReader), (0x51, .request, .report),
    ]

    @Test(arguments: table)
    func `each status means something and asks for something`(
        code: UInt8,
        meaning: SDTStatus.Meaning,
        advice: SDTStatus.Advice
    ) {
        #expect(SDTStatus(rawValue: code).meaning == meaning)
        #expect(SDTStatus(rawValue: code).advice == advice)
    }

    @Test func `a status that no table knows is told of and changes nothing`() {
        let known = Set(Self.table.map(\.0))
        for code in UInt8.min...UInt8.max where !known.contains(code) {
            #expect(SDTStatus(rawValue: code).meaning == .request)
            #expect(SDTStatus(rawValue: code).advice == .report)
        }
    }

    @Test func `a problem with a card asks for what its status asks for`() {
        for (code, meaning, advice) in Self.table where meaning == .card {
            #expect(CardProblem(SDTStatus(rawValue: code)).advice == advice)
        }
    }

    @Test func `every advice has a stable code and a sentence of its own`() {
        #expect(
            SDTStatus.Advice.allCases.map(\.rawValue) == [
                "none", "lay-card", "lay-again", "lay-again-or-replace", "other-card", "report", "cut-power",
                "replace-reader",
            ]
        )
        #expect(Set(SDTStatus.Advice.allCases.map(\.text)).count == SDTStatus.Advice.allCases.count)
    }

    @Test func `a module that answers 24 again and again gets one reset before it is called faulty`() {
        var sequence = CardReadSequence.asking()
        let error = Vectors.reply(.unknownError)
        for _ in 0..<2 {
            #expect(sequence.received(error) == Step(next: .quieten))
            #expect(sequence.quiet() == Step(next: send(.findCard)))
        }
        #expect(sequence.received(error) == Step(next: send(.reset)))
        #expect(sequence.received(ok) == Step(next: send(.status)))
        #expect(sequence.received(ok) == Step(next: send(.findCard)))
        for _ in 0..<2 {
            _ = sequence.received(error)
            _ = sequence.quiet()
        }
        #expect(sequence.received(error) == Step([.condition(.faulty(.garbled))], next: .wait(.seconds(2))))
    }
}
