import Claims
import ReaderProtocols

typealias Step = CardReadSequence.Step
typealias Next = CardReadSequence.Next

let ok = Vectors.reply(.success)
let none = Vectors.reply(.noCard)
let found = Vectors.reply(.cardFound, [0, 0, 0, 0])
let selected = Vectors.reply(.success, [0, 0, 0, 0, 0, 0, 0, 0])
let moduleNumber = Vectors.reply(.success, Vectors.bytes("05 00 01 00 4D 29 33 01 40 E2 01 00 F1 FB 09 00"))
let interval = Next.wait(CardReadSequence.findInterval)

func send(_ request: SDTRequest) -> Next { .send(request, timeout: request.timeout) }

extension CardReadSequence {
    /// A reader that is well, and no card wanted.
    static func ready() -> CardReadSequence {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.wellAtFirst()
        return sequence
    }

    /// Answers the first status request after the opening, and the request for the module's number that follows it.
    mutating func wellAtFirst() -> Step {
        guard received(ok) == Step(next: send(.moduleNumber)) else { return Step(next: .keep) }
        var step = received(moduleNumber)
        step.reports.removeAll { if case .module = $0 { true } else { false } }
        return step
    }

    static func asking() -> CardReadSequence {
        var sequence = ready()
        _ = sequence.wanted(true)
        return sequence
    }

    /// Waits for the answer to a read.
    static func reading() -> CardReadSequence {
        var sequence = asking()
        _ = sequence.received(found)
        _ = sequence.received(selected)
        return sequence
    }
}
