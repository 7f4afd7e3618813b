import Claims
import ReaderProtocols

typealias Step = CardReadSequence.Step
typealias Next = CardReadSequence.Next

let ok = Vectors.reply(.success)
let none = Vectors.reply(.noCard)
let found = Vectors.reply(.cardFound, [0, 0, 0, 0])
let selected = Vectors.reply(.success, [0, 0, 0, 0, 0, 0, 0, 0])
let interval = Next.wait(CardReadSequence.findInterval)

func send(_ request: SDTRequest) -> Next { .send(request, timeout: request.timeout) }

extension CardReadSequence {
    /// A reader that is well, and no card wanted.
    static func ready() -> CardReadSequence {
        var sequence = CardReadSequence()
        _ = sequence.opened()
        _ = sequence.received(ok)
        return sequence
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
