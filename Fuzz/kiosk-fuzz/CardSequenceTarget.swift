import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// The conversation with an ID-card reader under any order of events: it never stops to be answerable, and tells of a
    /// card only while one is wanted.
    static let cardSequence = FuzzTarget(name: "card-sequence", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        var sequence = CardReadSequence()
        var isWanted = false
        var waiting = check(sequence.opened(), isWanted, .rest)
        while !input.isEmpty {
            let step: CardReadSequence.Step
            switch input.byte() % 8 {
            case 0: step = sequence.received(reply(from: &input))
            case 1: step = sequence.received(fitting(waiting, &input))
            case 2: step = sequence.damaged()
            case 3: step = sequence.unanswered(sawBytes: input.byte() & 1 == 1)
            case 4: step = sequence.quiet()
            case 5: step = sequence.waited()
            case 6:
                isWanted.toggle()
                step = sequence.wanted(isWanted)
            default:
                // What the owner of the line does next, whatever that is.
                switch waiting {
                case .send: step = sequence.received(fitting(waiting, &input))
                case .wait: step = sequence.waited()
                case .quieten: step = sequence.quiet()
                case .keep, .rest: step = sequence.wanted(isWanted)
                }
            }
            waiting = check(step, isWanted, waiting)
            if step.reports.contains(where: { if case .card = $0 { true } else { false } }) { isWanted = false }
        }
    }

    /// Gives what the sequence now waits for.
    private static func check(
        _ step: CardReadSequence.Step,
        _ isWanted: Bool,
        _ waiting: CardReadSequence.Next
    ) -> CardReadSequence.Next {
        must(step.reports.count <= 4, "a step has few reports")
        for case .card in step.reports {
            must(isWanted, "a card is handed on only while one is wanted")
            must(step.next == .rest, "after a card nothing more is asked")
        }
        switch step.next {
        case .keep: return waiting
        case .send(let request, let timeout): must(timeout == request.timeout, "a request has its own time")
        case .wait(let time): must(time > .zero && time <= .seconds(60), "a pause ends")
        case .rest, .quieten: break
        }
        return step.next
    }

    /// Any reply: status and data as the input says.
    private static func reply(from input: inout FuzzInput) -> SDTReply {
        let status = SDTStatus(rawValue: input.byte())
        return SDTReply(status: status, data: ByteBuffer(bytes: input.bytes(Int(input.byte()))))
    }

    /// The good answer to what was asked, its card as the input says.
    private static func fitting(_ next: CardReadSequence.Next, _ input: inout FuzzInput) -> SDTReply {
        guard case .send(let request, _) = next else { return reply(from: &input) }
        switch request {
        case .reset, .status: return SDTReply(status: .success)
        case .moduleNumber:
            return SDTReply(status: .success, data: ByteBuffer(repeating: input.byte(), count: SAMNumber.size))
        case .findCard: return SDTReply(status: .cardFound, data: ByteBuffer(repeating: 0, count: 4))
        case .selectCard: return SDTReply(status: .success, data: ByteBuffer(repeating: 0, count: 8))
        case .testPresence: return SDTReply(status: input.byte() & 1 == 0 ? .success : .readFailed)
        case .readCard:
            let isWhole = input.byte() & 1 == 0
            var text = isWhole ? residentCard : input.bytes(CardReadReply.textSize)
            text += [UInt8](repeating: 0x20, count: CardReadReply.textSize - text.count)
            let photo = [UInt8](repeating: 0, count: CardReadReply.photoSize)
            return SDTReply(status: .success, data: ByteBuffer(bytes: [1, 0, 4, 0] + text + photo))
        }
    }

    /// A resident card of nobody: 测试, number of the unassigned region 990001.
    private static let residentCard: [UInt8] = {
        var units = [UInt16](repeating: 0x20, count: CardReadReply.textSize / 2)
        units.replaceSubrange(0..<2, with: "测试".utf16)
        units.replaceSubrange(61..<79, with: "990001199001010013".utf16)
        units.replaceSubrange(102..<110, with: "20400101".utf16)
        return units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }()
}
