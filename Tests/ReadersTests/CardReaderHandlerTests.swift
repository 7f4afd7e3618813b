import Claims
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Testing

@testable import Readers

struct CardReaderHandlerTests {
    private let card = SDTFrame.reply(
        status: .success,
        data: [1, 0, 4, 0] + TestCards.block() + .init(repeating: 0, count: 1_024)
    )

    @Test func `a reader at rest is never spoken to`() throws {
        let rig = try CardReaderRig()
        try rig.start()
        rig.advance(.hours(24))
        #expect(try rig.sent().isEmpty)
        #expect(rig.report.current.state == .ready)
    }

    @Test func `find is sent every 300 milliseconds while a card is wanted, and not once after`() throws {
        let rig = try CardReaderRig()
        try rig.start()
        rig.ask(true)
        for _ in 0..<3 {
            #expect(try rig.sent().last == .findCard)
            try rig.receive(.noCard)
            rig.advance(.milliseconds(299))
            #expect(try rig.sent().isEmpty)
            rig.advance(.milliseconds(1))
        }
        rig.ask(false)
        try rig.receive(.noCard)
        _ = try rig.sent()
        rig.advance(.minutes(10))
        #expect(try rig.sent().isEmpty)
    }

    @Test func `a whole card is handed on in the very read that completes it`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        try rig.channel.writeInbound(card)
        #expect(rig.report.current.reads == 1)
        #expect(rig.report.current.state == .ready)
        rig.advance(.minutes(10))
        #expect(try rig.sent().isEmpty)
    }

    @Test func `a slow card is waited for while its bytes keep coming`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        for byte in card.readableBytesView {
            rig.advance(.milliseconds(5))
            try rig.channel.writeInbound(ByteBuffer(bytes: [byte]))
        }
        #expect(rig.report.current.reads == 1)
        #expect(try rig.sent().isEmpty)
    }

    @Test func `a card that stops halfway is given up after the time-out`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        try rig.channel.writeInbound(ByteBuffer(bytes: card.readableBytesView.prefix(600)))
        rig.advance(.milliseconds(2_999))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(61))
        #expect(try rig.sent() == [.status])
        // The other half comes now: it is no frame, and the next request waits for a quiet line.
        try rig.channel.writeInbound(ByteBuffer(bytes: card.readableBytesView.dropFirst(600)))
        try rig.receive(.success)
        #expect(try rig.sent() == [.findCard])
        try rig.receive(.cardFound, [0, 0, 0, 0])
        try rig.receive(.success, .init(repeating: 0, count: 8))
        try rig.channel.writeInbound(card)
        #expect(rig.report.current.reads == 1)
        #expect(rig.report.current.discarded == 1)
    }

    @Test func `bytes that trickle for ever are given up too`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        try rig.channel.writeInbound(ByteBuffer(bytes: card.readableBytesView.prefix(7)))
        var waited = 0
        while try rig.sent().isEmpty, waited < 600 {
            rig.advance(.milliseconds(100))
            // Never quiet, never whole.
            if waited < 160 { try rig.channel.writeInbound(ByteBuffer(bytes: [0])) }
            waited += 1
        }
        #expect((150...200).contains(waited))
        #expect(rig.report.current.reads == 0)
    }

    @Test func `after damage nothing is sent before the line was quiet for 60 milliseconds`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        var bytes = Array(card.readableBytesView)
        bytes[500] ^= 1
        try rig.channel.writeInbound(ByteBuffer(bytes: bytes))
        rig.advance(.milliseconds(50))
        try rig.channel.writeInbound(card)
        rig.advance(.milliseconds(59))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(1))
        #expect(try rig.sent() == [.readCard])
        #expect(rig.report.current.damaged == 1)
        #expect(rig.report.current.reads == 0)
    }

    @Test func `a line that never gets quiet is garbled in bounded time`() throws {
        let rig = try CardReaderRig()
        for _ in 0..<1_000 where rig.report.current.state != .faulty {
            try rig.channel.writeInbound(ByteBuffer(bytes: [0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 0]))
            rig.advance(.milliseconds(20))
        }
        #expect(rig.report.current.problem?.code == .readerGarbled)
    }

    @Test func `what comes along with an answer is no answer to the request that follows`() throws {
        let rig = try CardReaderRig()
        try rig.start()
        rig.ask(true)
        var both = SDTFrame.reply(status: .cardFound, data: [0, 0, 0, 0])
        var early = SDTFrame.reply(status: .success, data: .init(repeating: 0, count: 8))
        both.writeBuffer(&early)
        try rig.channel.writeInbound(both)
        #expect(try rig.sent() == [.findCard, .selectCard])
        try rig.receive(.success, .init(repeating: 0, count: 8))
        #expect(try rig.sent() == [.readCard])
    }

    @Test func `a card read for a wish that is over is dropped`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        // The driver has not heard yet that another person is served now.
        rig.wish.ask(false)
        rig.wish.ask(true)
        try rig.channel.writeInbound(card)
        #expect(rig.report.current.reads == 0)
    }

    @Test func `bytes that are no frame are garbled, not silent`() throws {
        let rig = try CardReaderRig()
        for _ in 0..<3 {
            try rig.channel.writeInbound(ByteBuffer(bytes: [0xFE, 0x80, 0x00]))
            rig.advance(.milliseconds(1_060))
        }
        #expect(rig.report.current.problem?.code == .readerGarbled)
        #expect(rig.speeds.set == [57_600])
    }

    @Test func `half a card is thrown away when the line closes`() throws {
        let rig = try CardReaderRig()
        try rig.startReading()
        try rig.channel.writeInbound(ByteBuffer(bytes: card.readableBytesView.dropLast()))
        try rig.channel.close().wait()
        #expect(rig.report.current.reads == 0)
        #expect(rig.report.current.discarded == 1)
    }
}
