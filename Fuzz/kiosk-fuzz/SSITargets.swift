import NIOCore
import ReaderProtocols

extension FuzzTarget {
    /// SSI packets: the same whatever the cuts, each as it was encoded, nothing pending after a silence.
    static let ssiPackets = FuzzTarget(name: "ssi-packets", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        let cuts = Cuts(&input)
        let stream = input.all()
        let cut = packets(cuts.pieces(of: stream))
        let whole = packets([ByteBuffer(bytes: stream)])
        // What kind of trouble it is depends on how much of it came at once; where it begins does not.
        must(cut.map(\.packet) == whole.map(\.packet), "packets do not depend on how the bytes were cut")
        var taken = 0
        for (index, output) in cut.enumerated() {
            switch output {
            case .trouble: must(index == cut.count - 1, "nothing is decoded after damage")
            case .packet(let packet):
                must(packet.data.readableBytes <= SSIPacket.maximumDataSize, "a packet keeps its limits")
                must(packets([packet.frame]) == [output], "a packet survives its encoding")
                taken += packet.frame.readableBytes
            }
        }
        must(taken <= stream.count, "no byte is decoded twice")
    }

    /// The talk with an SSI scanner under any order of events: every good packet is answered, queues stay short.
    static let ssiSession = FuzzTarget(name: "ssi-session", longestInput: 4_096) { bytes in
        var input = FuzzInput(bytes)
        var session = SSISession()
        check(session.opened())
        var ordered = 0
        var finished = 0
        while !input.isEmpty {
            let actions: [SSISession.Action]
            switch input.byte() % 8 {
            case 0, 1: actions = session.received(packet(from: &input, opcode: nil))
            case 2: actions = session.received(packet(from: &input, opcode: .decodeData))
            case 3: actions = session.received(packet(from: &input, opcode: .segment))
            case 4: actions = session.unanswered()
            case 5: actions = session.segmentsMissing()
            case 6: actions = session.quiet(after: [.damaged, .text, .noise][Int(input.byte()) % 3])
            default:
                let command = ScannerCommand.allCases[Int(input.byte()) % ScannerCommand.allCases.count]
                guard let order = session.order(SSIPacket(command)) else { continue }
                ordered += 1
                actions = order.actions
            }
            check(actions)
            for case .finished in actions { finished += 1 }
        }
        must(ordered - finished <= SSISession.longestQueue + 1, "commands do not pile up")
    }

    private static func check(_ actions: [SSISession.Action]) {
        must(actions.count <= 16, "an event has few actions")
        for action in actions {
            switch action {
            case .scan(let data, _):
                must((1...LineFramer.maximumFrameSize).contains(data.readableBytes), "a code keeps its limits")
            case .start(_, let time): must(time > .zero && time <= .seconds(60), "a pause ends")
            case .finished(_, .told(let text)): must(text.utf8.count <= 64, "what a scanner tells is short")
            case .send, .report, .finished, .stop: break
            }
        }
    }

    private static func packet(from input: inout FuzzInput, opcode: SSIPacket.Opcode?) -> SSIPacket {
        let opcode = opcode ?? SSIPacket.Opcode(rawValue: input.byte())
        let status = input.byte()
        return SSIPacket(opcode, from: .scanner, status: status, input.bytes(Int(input.byte())))
    }

    private static func packets(_ pieces: [ByteBuffer]) -> [SSIPacketDecoder.Output] {
        guard let outputs = outputs(of: SSIPacketDecoder(), limit: SSIPacketDecoder.maximumPacketSize, pieces) else {
            fatalError("rule broken: the decoder never waits for more than one packet")
        }
        return outputs
    }
}

extension SSIPacketDecoder.Output {
    fileprivate var packet: SSIPacket? {
        switch self {
        case .packet(let packet): packet
        case .trouble: nil
        }
    }
}
