import Claims

/// How an SSI scanner is set up.
package struct SSISetup: Equatable, Sendable {
    /// Parameter 238: packets from the start; false for plain text until the host sets it, as shipped.
    package var sendsPackets = true
    package var encoding = CodeEncoding.utf8
    /// Reads a code only in a session that the host started.
    package var waitsForTrigger = false
    /// How long the host may take to acknowledge.
    package var patience = Duration.seconds(2)

    package init() {}
}

/// A scanner that speaks SSI: codes and packets in, packets out. Each packet waits for its acknowledgement and is sent
/// once more, marked as a retransmission; after that the code is lost.
struct SSIScanner: LineMachine {
    /// Codes that wait for their turn; more are lost.
    static let maximumWaiting = 4
    /// A packet of which the rest does not come by then is dropped.
    static let restTime = Duration.milliseconds(500)
    /// Payload bytes of a segment, besides its number.
    static let segmentSize = 250

    private struct Outgoing: Sendable {
        /// Opcode and data.
        var packets: [(opcode: UInt8, data: [UInt8])]
        var isRepeated = false
    }

    private let setup: SSISetup
    private var parser = SSIParser()
    private var sendsPackets: Bool
    private var isEnabled = true
    private var isInSession = false
    /// The code that lies under it until the host starts a session.
    private var waitsForSession: Outgoing?
    /// The first is on its way.
    private var outgoing: [Outgoing] = []
    private var timerNumber = 0
    private(set) var heard = HeardCommands()
    /// So many of the host's acknowledgements are lost on the way.
    var acksToLose = 0

    init(_ setup: SSISetup) {
        self.setup = setup
        sendsPackets = setup.sendsPackets
    }

    var timer: LineTimer? {
        if !outgoing.isEmpty { return LineTimer(number: timerNumber, after: setup.patience) }
        return parser.isPartial ? LineTimer(number: timerNumber, after: Self.restTime) : nil
    }

    /// What goes out when the code comes under the scanner.
    ///
    /// Throws `rehearsal.simulator-refused` for a text that no code holds.
    mutating func scan(_ text: String, _ symbology: Symbology) throws(KioskError) -> [[UInt8]] {
        let data = try LineScanner.codeData(text, setup.encoding)
        guard isEnabled else { return [] }
        guard sendsPackets else { return [data] }
        let code = Outgoing(packets: Self.packets(data, symbology))
        guard setup.waitsForTrigger, !isInSession else { return enqueue(code) }
        waitsForSession = code
        return []
    }

    mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
        let wasPartial = parser.isPartial
        let messages = parser.take(bytes).flatMap { packet -> [[UInt8]] in
            switch packet {
            case .wrongSum: return [SSIFrame.nak(1)]
            case .command(let opcode, _, let data): return answer(opcode, data)
            }
        }
        if !wasPartial, parser.isPartial, outgoing.isEmpty { timerNumber += 1 }
        return messages
    }

    /// Nobody acknowledged, or the rest of a packet did not come.
    mutating func timeIsUp() -> [[UInt8]] {
        parser.reset()
        return outgoing.isEmpty ? [] : sendAgain()
    }

    /// Power came back. A permanent change of parameter 238 outlives that; it is never made permanent here.
    mutating func restart() {
        parser.reset()
        sendsPackets = setup.sendsPackets
        isEnabled = true
        isInSession = false
        waitsForSession = nil
        outgoing = []
    }

    private mutating func answer(_ opcode: UInt8, _ data: [UInt8]) -> [[UInt8]] {
        let done = [SSIFrame.ack]
        switch opcode {
        case 0xD0, 0x74: return acknowledged()
        case 0xD1:
            heard.append("nak")
            guard !outgoing.isEmpty else { return [] }
            return data.first == 1 ? sendAgain() : next(dropping: true)
        case 0xE4:
            heard.append("start-session")
            isInSession = true
            guard isEnabled, let code = waitsForSession else { return done }
            waitsForSession = nil
            return done + enqueue(code)
        case 0xE5:
            heard.append("stop-session")
            isInSession = false
            return done
        case 0xE6: heard.append("beep")
        case 0xE7, 0xE8: heard.append(opcode == 0xE7 ? "led-on" : "led-off")
        case 0xE9, 0xEA:
            isEnabled = opcode == 0xE9
            heard.append(isEnabled ? "enable" : "disable")
        case 0xEB: heard.append("sleep")
        case 0xC4, 0xC5: heard.append(opcode == 0xC5 ? "aim-on" : "aim-off")
        case 0xC6:
            heard.append("parameter")
            setParameters(data.dropFirst())
        case 0xC7:
            heard.append("parameter-request")
            return data == [0xEE] ? [SSIFrame.packet(0xC6, [0xFF, 0xEE, sendsPackets ? 1 : 0])] : [SSIFrame.nak(2)]
        case 0xC8:
            heard.append("defaults")
            sendsPackets = false
        case 0xD2:
            heard.append("flush")
            outgoing = []
            waitsForSession = nil
        case 0xA3:
            heard.append("revision")
            return [SSIFrame.packet(0xA4, Array("kiosk-sim".utf8))]
        default:
            heard.append("unknown")
            return [SSIFrame.nak(2)]
        }
        return done
    }

    /// Pairs of number and value; only 238 means something here.
    private mutating func setParameters(_ data: ArraySlice<UInt8>) {
        var rest = data
        while let number = rest.popFirst(), let value = rest.popFirst() {
            if number == 0xEE { sendsPackets = value == 1 }
        }
    }

    private mutating func acknowledged() -> [[UInt8]] {
        guard acksToLose == 0 else {
            acksToLose -= 1
            return []
        }
        guard !outgoing.isEmpty else { return [] }
        return next(dropping: false)
    }

    private mutating func enqueue(_ code: Outgoing) -> [[UInt8]] {
        guard outgoing.count < Self.maximumWaiting else { return [] }
        outgoing.append(code)
        return outgoing.count == 1 ? current() : []
    }

    /// - Parameter dropping: the whole code, not only its packet that was acknowledged.
    private mutating func next(dropping: Bool) -> [[UInt8]] {
        if dropping || outgoing[0].packets.count == 1 {
            outgoing.removeFirst()
        } else {
            outgoing[0].packets.removeFirst()
            outgoing[0].isRepeated = false
        }
        return current()
    }

    private mutating func sendAgain() -> [[UInt8]] {
        guard !outgoing[0].isRepeated else { return next(dropping: true) }
        outgoing[0].isRepeated = true
        return current()
    }

    private mutating func current() -> [[UInt8]] {
        timerNumber += 1
        guard let code = outgoing.first, let packet = code.packets.first else { return [] }
        return [SSIFrame.packet(packet.opcode, status: code.isRepeated ? 1 : 0, packet.data)]
    }

    /// One decode-data packet, or numbered segments of a long one.
    private static func packets(_ data: [UInt8], _ symbology: Symbology) -> [(opcode: UInt8, data: [UInt8])] {
        guard data.count > segmentSize else { return [(0xF3, [symbology.ssiCode] + data)] }
        let length = [UInt8(truncatingIfNeeded: data.count >> 8), UInt8(truncatingIfNeeded: data.count)]
        let payload = [0xF3, 0, 0, 0, 0, symbology.ssiCode, 0x01] + length + data
        return stride(from: 0, to: payload.count, by: segmentSize).enumerated().map { index, start in
            (0x73, [UInt8(truncatingIfNeeded: index)] + payload[start..<min(start + segmentSize, payload.count)])
        }
    }
}
