package import NIOCore

/// The host's half of the talk with a Zebra or Symbol scanner, as a value: packets and time-outs in, actions out.
///
/// Every good packet is acknowledged at once; the scanner sends one again whose acknowledgement was lost, and that one
/// is not handed on twice. Commands go out one at a time, each at most `tries` times. Rules: docs/readers/zebra-ssi.md.
package struct SSISession: Sendable {
    package enum Timer: Hashable, Sendable {
        /// When it fires: `unanswered`.
        case answer
        /// When it fires: `segmentsMissing`.
        case segments
    }

    package enum Report: Equatable, Sendable {
        /// The scanner answers.
        case ready
        /// It answers nothing. It is asked again from time to time.
        case silent
        /// It sends plain text instead of packets, and goes on so.
        case rawText
        /// It sends nothing that can be understood.
        case garbled
        /// A packet or a code was dropped.
        case damaged
        /// A packet came again.
        case repeated
    }

    package enum Action: Equatable, Sendable {
        case send(SSIPacket)
        /// A code to hand on; the symbology where it has a name.
        case scan(ByteBuffer, Symbology?)
        case report(Report)
        /// What came of the command with that number.
        case finished(Int, ScannerCommand.Outcome)
        case start(Timer, Duration)
        case stop(Timer)
    }

    package static let answerTime = Duration.seconds(1)
    package static let segmentTime = Duration.seconds(2)
    package static let tries = 3
    /// Commands waiting at a time.
    package static let longestQueue = 8
    /// Damaged packets in a row that are asked for again.
    package static let longestAsking = 3
    /// Times in a row that plain text or noise comes before people are told.
    package static let strayToComplain = 2
    private static let shortestRest = Duration.seconds(5)
    private static let longestRest = Duration.seconds(60)

    private struct Command {
        let id: Int
        var packet: SSIPacket
        var tries = 0
    }

    private enum State {
        case idle
        case asking(Command)
        /// The scanner answered nothing; asked again after a pause.
        case resting
    }

    private var state = State.idle
    private var queue: [Command] = []
    private var lastID = 0
    private var isKnownToAnswer: Bool?
    private var rest = shortestRest
    private var segments = SSISegments()
    /// Of the last code's packet: a hash is all that is kept.
    private var lastData: Int?
    /// The code goes on in another packet of a kind that is not understood.
    private var isInsideContinued = false
    private var asked = 0
    private var stray = 0

    package init() {}

    /// The line is open: the scanner is put into packet mode, until its power goes, and allowed to scan.
    package mutating func opened() -> [Action] {
        for packet in [.packetMode(isPermanent: false), SSIPacket(.scanEnable)] { _ = enqueue(packet) }
        return next()
    }

    /// Sends a command as soon as those before it are through, and ends a pause; nil when too many wait.
    package mutating func order(_ packet: SSIPacket) -> (id: Int, actions: [Action])? {
        guard let id = enqueue(packet) else { return nil }
        if case .resting = state { state = .idle }
        return (id, next())
    }

    package mutating func received(_ packet: SSIPacket) -> [Action] {
        asked = 0
        stray = 0
        let actions = answers()
        switch packet.opcode {
        case .ack: return actions + accepted()
        case .nak: return actions + refused(packet)
        case .revision: return actions + [.send(.ack)] + told(packet)
        case .decodeData: return actions + decoded(packet)
        case .segment: return actions + segment(packet)
        case .parameters, .capabilities, .event: return actions + [.send(.ack)]
        default: return actions + [.send(.nak(.denied))]
        }
    }

    /// The line is quiet after something that was no good packet.
    package mutating func quiet(after trouble: SSIPacketDecoder.Trouble) -> [Action] {
        switch trouble {
        case .damaged:
            asked += 1
            guard asked <= Self.longestAsking else { return complain(.garbled) }
            return [.report(.damaged), .send(.nak(.resend))]
        case .text, .noise:
            stray += 1
            var actions = [Action.report(.damaged)]
            if stray >= Self.strayToComplain { actions += complain(trouble == .text ? .rawText : .garbled) }
            // A scanner that lost its power has lost the packet mode with it.
            guard trouble == .text, stray <= Self.tries, queue.isEmpty, case .idle = state else { return actions }
            _ = enqueue(.packetMode(isPermanent: false))
            return actions + next()
        }
    }

    /// The time for the answer to a command, or a pause, is over.
    package mutating func unanswered() -> [Action] {
        switch state {
        case .idle: return []
        case .resting:
            state = .idle
            return opened()
        case .asking(let command):
            guard command.tries >= Self.tries else { return again(command) }
            guard isKnownToAnswer != true else {
                // One command lost its answer; the next shows whether the scanner still has any.
                isKnownToAnswer = nil
                state = .idle
                return [.finished(command.id, .unanswered)] + next()
            }
            let lost = [command] + queue
            queue = []
            state = .resting
            let pause = rest
            rest = min(rest * 2, Self.longestRest)
            let news: [Action] = isKnownToAnswer == nil ? [.report(.silent)] : []
            isKnownToAnswer = false
            return lost.map { .finished($0.id, .unanswered) } + news + [.start(.answer, pause)]
        }
    }

    /// The next segment of a long code did not come.
    package mutating func segmentsMissing() -> [Action] {
        guard !segments.isEmpty else { return [] }
        segments = SSISegments()
        return [.report(.damaged)]
    }

    /// The next good packet tells that all is well again.
    private mutating func complain(_ report: Report) -> [Action] {
        isKnownToAnswer = nil
        return [.report(report)]
    }

    // MARK: Commands

    private mutating func enqueue(_ packet: SSIPacket) -> Int? {
        guard queue.count < Self.longestQueue else { return nil }
        lastID += 1
        queue.append(Command(id: lastID, packet: packet))
        return lastID
    }

    private mutating func next() -> [Action] {
        guard case .idle = state else { return [] }
        guard !queue.isEmpty else { return [.stop(.answer)] }
        return again(queue.removeFirst())
    }

    private mutating func again(_ command: Command) -> [Action] {
        var command = command
        command.packet.isRetransmission = command.tries > 0
        command.tries += 1
        state = .asking(command)
        return [.send(command.packet), .start(.answer, Self.answerTime)]
    }

    private mutating func finish(_ outcome: ScannerCommand.Outcome) -> [Action] {
        guard case .asking(let command) = state else { return [] }
        state = .idle
        return [.finished(command.id, outcome)] + next()
    }

    private mutating func accepted() -> [Action] {
        guard case .asking(let command) = state, command.packet.opcode != .revisionRequest else { return [] }
        return finish(.accepted)
    }

    private mutating func refused(_ packet: SSIPacket) -> [Action] {
        guard case .asking(let command) = state else { return [] }
        let isRepeatable = packet.data.readableBytesView.first == SSIPacket.Refusal.resend.rawValue
        return isRepeatable && command.tries < Self.tries ? again(command) : finish(.refused)
    }

    private mutating func told(_ packet: SSIPacket) -> [Action] {
        guard case .asking(let command) = state, command.packet.opcode == .revisionRequest else { return [] }
        let text = packet.data.readableBytesView.filter { (0x20...0x7E).contains($0) }.prefix(64)
        return finish(.told(String(decoding: text, as: UTF8.self)))
    }

    /// Any good packet tells that the scanner is there, and ends a pause.
    private mutating func answers() -> [Action] {
        rest = Self.shortestRest
        var actions: [Action] = isKnownToAnswer == true ? [] : [.report(.ready)]
        isKnownToAnswer = true
        if case .resting = state {
            state = .idle
            actions += opened()
        }
        return actions
    }

    // MARK: Codes

    private mutating func decoded(_ packet: SSIPacket) -> [Action] {
        let actions = dropSegments() + [.send(.ack)]
        guard !packet.isContinued, !isInsideContinued else {
            isInsideContinued = packet.isContinued
            return actions + [.report(.damaged)]
        }
        let hash = packet.data.hashValue
        guard !packet.isRetransmission || hash != lastData else { return actions + [.report(.repeated)] }
        lastData = hash
        return actions + code(packet.data)
    }

    private mutating func segment(_ packet: SSIPacket) -> [Action] {
        switch segments.take(packet) {
        case .incomplete: return [.send(.segmentAck), .start(.segments, Self.segmentTime)]
        case .repeated: return [.send(segments.isEmpty ? .ack : .segmentAck), .report(.repeated)]
        case .whole(let data):
            lastData = nil
            return [.stop(.segments), .send(.ack)] + code(data)
        case .wrong: return [.stop(.segments), .report(.damaged), .send(.nak(.badContext))]
        }
    }

    private mutating func dropSegments() -> [Action] {
        segments.isEmpty ? [] : segmentsMissing() + [.stop(.segments)]
    }

    /// The symbology's code, then what was read, with the suffix that the scanner is set up for.
    private func code(_ data: ByteBuffer) -> [Action] {
        var data = data
        guard let symbology = data.readInteger(as: UInt8.self) else { return [.report(.damaged)] }
        while let last = data.readableBytesView.last, last == 0x0D || last == 0x0A {
            data.moveWriterIndex(to: data.writerIndex - 1)
        }
        guard data.readableBytes > 0 else { return [.report(.damaged)] }
        return [.scan(data, Symbology(ssiCode: symbology))]
    }
}
