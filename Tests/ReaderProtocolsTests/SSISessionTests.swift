import NIOCore
import ReaderProtocols
import Testing

struct SSISessionTests {
    private let scannerAck = SSIPacket(.ack, from: .scanner)
    private let packetMode = SSIPacket.packetMode(isPermanent: false)

    private func nak(_ refusal: SSIPacket.Refusal) -> SSIPacket { SSIPacket(.nak, from: .scanner, [refusal.rawValue]) }

    private func code(_ text: String, _ symbology: UInt8 = 0x1C, again: Bool = false) -> SSIPacket {
        SSIPacket(.decodeData, from: .scanner, status: again ? 0x21 : 0x20, [symbology] + Array(text.utf8))
    }

    private func again(_ packet: SSIPacket) -> SSIPacket {
        var packet = packet
        packet.isRetransmission = true
        return packet
    }

    private func order(_ packet: SSIPacket, _ session: inout SSISession) throws -> (
        id: Int, actions: [SSISession.Action]
    ) {
        let ordered = session.order(packet)
        return try #require(ordered)
    }

    /// A session whose opening is through.
    private func opened() -> SSISession {
        var session = SSISession()
        #expect(session.opened() == [.send(packetMode), .start(.answer, SSISession.answerTime)])
        #expect(
            session.received(scannerAck) == [
                .report(.ready), .finished(1, .accepted), .send(SSIPacket(.scanEnable)),
                .start(.answer, SSISession.answerTime),
            ]
        )
        #expect(session.received(scannerAck) == [.finished(2, .accepted), .stop(.answer)])
        return session
    }

    @Test func `a code is acknowledged and handed on, with its symbology and without its suffix`() {
        var session = opened()
        #expect(
            session.received(code("117321900000243\r\n")) == [
                .send(.ack), .scan(ByteBuffer(string: "117321900000243"), .qr),
            ]
        )
        #expect(session.received(code("69", 0x0B)) == [.send(.ack), .scan(ByteBuffer(string: "69"), .ean13)])
        #expect(session.received(code("69", 0x7F)) == [.send(.ack), .scan(ByteBuffer(string: "69"), nil)])
        #expect(session.received(code("")) == [.send(.ack), .report(.damaged)])
        #expect(session.received(SSIPacket(.decodeData, from: .scanner)) == [.send(.ack), .report(.damaged)])
    }

    @Test func `a code sent again after a lost acknowledgement is acknowledged and not handed on`() {
        var session = opened()
        _ = session.received(code("A"))
        #expect(session.received(code("A", again: true)) == [.send(.ack), .report(.repeated)])
        // Sent again, but the first was never heard.
        #expect(session.received(code("B", again: true)) == [.send(.ack), .scan(ByteBuffer(string: "B"), .qr)])
        // Scanned again.
        #expect(session.received(code("B")) == [.send(.ack), .scan(ByteBuffer(string: "B"), .qr)])
    }

    @Test func `a damaged packet is asked for again, three times at most`() {
        var session = opened()
        for _ in 0..<3 { #expect(session.quiet(after: .damaged) == [.report(.damaged), .send(.nak(.resend))]) }
        #expect(session.quiet(after: .damaged) == [.report(.garbled)])
        #expect(session.received(code("A")).first == .report(.ready))
        #expect(session.quiet(after: .damaged) == [.report(.damaged), .send(.nak(.resend))])
    }

    @Test func `unknown packets are denied, known ones that nobody asked for are acknowledged`() {
        var session = opened()
        #expect(session.received(SSIPacket(.init(rawValue: 0x55), from: .scanner)) == [.send(.nak(.denied))])
        #expect(session.received(SSIPacket(.event, from: .scanner, [1])) == [.send(.ack)])
        #expect(session.received(SSIPacket(.revision, from: .scanner, [0x41])) == [.send(.ack)])
        #expect(session.received(scannerAck).isEmpty)
        #expect(session.received(nak(.denied)).isEmpty)
        #expect(session.unanswered().isEmpty)
    }

    @Test func `commands go one at a time and say what came of them`() throws {
        var session = opened()
        let first = try self.order(SSIPacket(.trigger), &session)
        #expect(first.actions == [.send(SSIPacket(.startSession)), .start(.answer, SSISession.answerTime)])
        let second = try self.order(SSIPacket(.identify), &session)
        #expect(second.actions.isEmpty)
        // A code in between answers nothing.
        #expect(session.received(code("A")).first == .send(.ack))
        #expect(session.received(scannerAck).first == .finished(first.id, .accepted))
        // An acknowledgement is no revision.
        #expect(session.received(scannerAck).isEmpty)
        let revision = SSIPacket(.revision, from: .scanner, Array("PAABLS00\0 v1".utf8))
        #expect(
            session.received(revision) == [.send(.ack), .finished(second.id, .told("PAABLS00 v1")), .stop(.answer)]
        )
    }

    @Test func `a command is repeated with its mark when the scanner asks, and when it is silent`() throws {
        var session = opened()
        let order = try self.order(SSIPacket(.beepGood), &session)
        let beep = SSIPacket(.beep, [0])
        #expect(session.received(nak(.resend)) == [.send(again(beep)), .start(.answer, SSISession.answerTime)])
        #expect(session.unanswered() == [.send(again(beep)), .start(.answer, SSISession.answerTime)])
        #expect(session.received(nak(.resend)) == [.finished(order.id, .refused), .stop(.answer)])
        let denied = try self.order(SSIPacket(.disable), &session)
        #expect(session.received(nak(.denied)) == [.finished(denied.id, .refused), .stop(.answer)])
    }

    @Test func `a scanner that never answers is silent, is asked again after longer and longer, and heals`() {
        var session = SSISession()
        for pause in [5, 10, 20, 40, 60, 60] {
            let start = pause == 5 ? session.opened() : session.unanswered()
            #expect(start.first == .send(packetMode))
            _ = session.unanswered()
            _ = session.unanswered()
            let end = session.unanswered()
            #expect(end.last == .start(.answer, .seconds(pause)))
            #expect(end.contains(.report(.silent)) == (pause == 5))
        }
        // A code shows that it is there; it is set up at once.
        let actions = session.received(code("A"))
        #expect(actions.contains(.report(.ready)))
        #expect(actions.contains(.send(packetMode)))
        #expect(actions.contains(.scan(ByteBuffer(string: "A"), .qr)))
    }

    @Test func `an order ends a pause, and too many are refused`() throws {
        var session = SSISession()
        _ = session.opened()
        for _ in 0..<3 { _ = session.unanswered() }
        let order = try self.order(SSIPacket(.trigger), &session)
        #expect(order.actions.first == .send(SSIPacket(.startSession)))
        for _ in 0..<SSISession.longestQueue { _ = try self.order(SSIPacket(.stop), &session) }
        let tooMany = session.order(SSIPacket(.stop))
        #expect(tooMany == nil)
    }

    @Test func `plain text leads to packet mode being set again, and to a word when it goes on`() {
        var session = opened()
        #expect(
            session.quiet(after: .text) == [
                .report(.damaged), .send(packetMode), .start(.answer, SSISession.answerTime),
            ]
        )
        _ = session.received(scannerAck)
        #expect(session.quiet(after: .text).contains(.report(.rawText)) == false)
        #expect(session.quiet(after: .text).contains(.report(.rawText)))
        #expect(session.quiet(after: .noise).contains(.report(.garbled)))
    }

    // MARK: Long codes

    /// A code of that size as segments.
    private func segments(_ size: Int) -> [SSIPacket] {
        let text = (0..<size).map { UInt8(0x41 + $0 % 26) }
        var payload = [0xF3, 0, 0, 0, 0, 0x1C, 0x01, UInt8(size >> 8), UInt8(size & 0xFF)] + text
        var packets: [SSIPacket] = []
        while !payload.isEmpty {
            let piece = payload.prefix(SSIPacket.maximumDataSize - 1)
            packets.append(SSIPacket(.segment, from: .scanner, [UInt8(packets.count)] + piece))
            payload.removeFirst(piece.count)
        }
        return packets
    }

    private func text(_ size: Int) -> ByteBuffer { ByteBuffer(bytes: (0..<size).map { UInt8(0x41 + $0 % 26) }) }

    @Test(arguments: [1, 241, 242, 500, 2_953, 4_096])
    func `a long code is put together from its segments`(size: Int) {
        var session = opened()
        let packets = segments(size)
        for packet in packets.dropLast() {
            #expect(session.received(packet) == [.send(.segmentAck), .start(.segments, SSISession.segmentTime)])
            #expect(session.received(again(packet)) == [.send(.segmentAck), .report(.repeated)])
        }
        #expect(
            session.received(packets[packets.count - 1]) == [.stop(.segments), .send(.ack), .scan(text(size), .qr)]
        )
        #expect(
            session.received(again(packets[packets.count - 1])) == [.send(.ack), .report(.repeated)]
                || packets.count == 1
        )
    }

    @Test func `segments out of order, too long, or of something else are refused and forgotten`() {
        var session = opened()
        let refusal: [SSISession.Action] = [.stop(.segments), .report(.damaged), .send(.nak(.badContext))]
        let packets = segments(900)
        #expect(session.received(packets[1]) == refusal)
        _ = session.received(packets[0])
        #expect(session.received(packets[2]) == refusal)
        #expect(session.received(packets[1]) == refusal)
        #expect(session.received(segments(4_097)[0]) == refusal)
        #expect(session.received(SSIPacket(.segment, from: .scanner, [0, 0xB1, 0, 0])) == refusal)
        #expect(session.received(SSIPacket(.segment, from: .scanner)) == refusal)
        // From the start it works again.
        _ = packets.dropLast().map { session.received($0) }
        #expect(session.received(packets[packets.count - 1]).last == .scan(text(900), .qr))
    }

    @Test func `a long code that stops, or is overtaken by another, is dropped and told of`() {
        var session = opened()
        _ = session.received(segments(900)[0])
        #expect(session.segmentsMissing() == [.report(.damaged)])
        #expect(session.segmentsMissing().isEmpty)
        _ = session.received(segments(900)[0])
        #expect(
            session.received(code("A"))
                == [.report(.damaged), .stop(.segments), .send(.ack), .scan(ByteBuffer(string: "A"), .qr)]
        )
    }

    @Test func `a code that goes on in a packet of unknown form is never handed on in part`() {
        var session = opened()
        let first = SSIPacket(.decodeData, from: .scanner, status: 0x02, [0x1C, 0x41])
        #expect(session.received(first) == [.send(.ack), .report(.damaged)])
        #expect(session.received(code("B")) == [.send(.ack), .report(.damaged)])
        #expect(session.received(code("C")) == [.send(.ack), .scan(ByteBuffer(string: "C"), .qr)])
    }
}
