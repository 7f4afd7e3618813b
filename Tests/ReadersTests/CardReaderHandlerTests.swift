import Claims
import Devices
import Logging
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Synchronization
import Testing

@testable import Readers

struct CardReaderHandlerTests {
    /// The speeds that a driver set, and those the line does not take.
    private final class Speeds: Sendable {
        struct Refused: Error {}

        private let state = Mutex<(set: [Int], refused: Set<Int>)>(([], []))

        var set: [Int] { state.withLock(\.set) }

        func refuse(_ baud: Int) { state.withLock { _ = $0.refused.insert(baud) } }

        func set(_ baud: Int, _ eventLoop: any EventLoop) -> EventLoopFuture<Void> {
            let isRefused = state.withLock { state in
                state.set.append(baud)
                return state.refused.contains(baud)
            }
            return isRefused ? eventLoop.makeFailedFuture(Refused()) : eventLoop.makeSucceededVoidFuture()
        }
    }

    /// A driver on a channel whose clock the test moves.
    private struct Rig {
        let channel = EmbeddedChannel()
        let wish = CardWish()
        let report: DeviceReport
        let events: AsyncStream<ReaderEvent>
        let found: FoundSpeed
        let speeds = Speeds()

        init(found: FoundSpeed = FoundSpeed()) throws {
            let (events, continuation) = AsyncStream<ReaderEvent>.makeStream()
            self.events = events
            report = DeviceReport(
                binding: ReaderBinding(role: .idCard, path: "/dev/test", settings: DriverSettings(.sdt)),
                logger: Logger(label: "test"),
                events: continuation
            )
            self.found = found
            let speeds = LineSpeeds(configured: 115_200, found: found) { [speeds] baud, eventLoop in
                speeds.set(baud, eventLoop)
            }
            try channel.pipeline.syncOperations.addHandler(
                CardReaderHandler(report: report, wish: wish, lastCard: LastCard(), speeds: speeds)
            )
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/dev/test")).wait()
        }

        /// What was sent since the last call, by command.
        func sent() throws -> [SDTRequest] {
            var requests: [SDTRequest] = []
            while let frame = try channel.readOutbound(as: ByteBuffer.self) {
                requests += SDTRequest.allCases.filter { $0.frame == frame }
            }
            return requests
        }

        func receive(_ status: SDTStatus, _ data: [UInt8] = []) throws {
            try channel.writeInbound(SDTFrame.reply(status: status, data: data))
        }

        func ask(_ wanted: Bool) {
            wish.ask(wanted)
            channel.pipeline.fireUserInboundEventTriggered(
                CardReaderHandler.WishChanged(number: wanted ? 1 : nil)
            )
        }

        func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

        /// Up to the first rest.
        func start() throws {
            try receive(.success)
            try receive(.success, .init(repeating: 1, count: 16))
            #expect(try sent() == [.status, .moduleNumber])
        }

        /// Up to the read request.
        func startReading() throws {
            try start()
            ask(true)
            try receive(.cardFound, [0, 0, 0, 0])
            try receive(.success, .init(repeating: 0, count: 8))
            #expect(try sent() == [.findCard, .selectCard, .readCard])
        }

        /// Up to the end of the third status request without an answer.
        func stayUnheard() throws {
            for repeats in 0..<3 {
                #expect(try sent() == [.status])
                advance(.milliseconds(repeats < 2 ? 1_060 : 1_000))
            }
        }
    }

    private let card = SDTFrame.reply(
        status: .success,
        data: [1, 0, 4, 0] + TestCards.block() + .init(repeating: 0, count: 1_024)
    )

    @Test func `a reader at rest is never spoken to`() throws {
        let rig = try Rig()
        try rig.start()
        rig.advance(.hours(24))
        #expect(try rig.sent().isEmpty)
        #expect(rig.report.current.state == .ready)
    }

    @Test func `find is sent every 300 milliseconds while a card is wanted, and not once after`() throws {
        let rig = try Rig()
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
        let rig = try Rig()
        try rig.startReading()
        try rig.channel.writeInbound(card)
        #expect(rig.report.current.reads == 1)
        #expect(rig.report.current.state == .ready)
        rig.advance(.minutes(10))
        #expect(try rig.sent().isEmpty)
    }

    @Test func `a slow card is waited for while its bytes keep coming`() throws {
        let rig = try Rig()
        try rig.startReading()
        for byte in card.readableBytesView {
            rig.advance(.milliseconds(5))
            try rig.channel.writeInbound(ByteBuffer(bytes: [byte]))
        }
        #expect(rig.report.current.reads == 1)
        #expect(try rig.sent().isEmpty)
    }

    @Test func `a card that stops halfway is given up after the time-out`() throws {
        let rig = try Rig()
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
        let rig = try Rig()
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
        let rig = try Rig()
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
        let rig = try Rig()
        for _ in 0..<1_000 where rig.report.current.state != .faulty {
            try rig.channel.writeInbound(ByteBuffer(bytes: [0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 0]))
            rig.advance(.milliseconds(20))
        }
        #expect(rig.report.current.problem?.code == .readerGarbled)
    }

    @Test func `what comes along with an answer is no answer to the request that follows`() throws {
        let rig = try Rig()
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
        let rig = try Rig()
        try rig.startReading()
        // The driver has not heard yet that another person is served now.
        rig.wish.ask(false)
        rig.wish.ask(true)
        try rig.channel.writeInbound(card)
        #expect(rig.report.current.reads == 0)
    }

    @Test func `a silent reader is looked for at every other speed, then at the first again`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        #expect(rig.report.current.state == .silent)
        for baud in [57_600, 38_400, 19_200, 9_600] {
            #expect(rig.speeds.set.last == baud)
            // Nothing is sent before the line has settled.
            rig.advance(.milliseconds(199))
            #expect(try rig.sent().isEmpty)
            rig.advance(.milliseconds(1))
            #expect(try rig.sent() == [.status])
            rig.advance(.milliseconds(500))
        }
        #expect(rig.speeds.set.last == 115_200)
        // Then the pause, as if there had been no search.
        rig.advance(.milliseconds(699))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(1))
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        #expect(try rig.sent() == [.moduleNumber])
        #expect(rig.report.current.baud == 115_200)
        #expect(rig.report.current.notice == nil)
        #expect(rig.found.baud == nil)
    }

    @Test func `a reader found at another speed is used at it and told of`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        rig.advance(.milliseconds(700))
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        try rig.receive(.success, .init(repeating: 1, count: 16))
        #expect(try rig.sent() == [.moduleNumber])
        let status = rig.report.current
        #expect(status.state == .ready)
        #expect(status.problem == nil)
        #expect(status.baud == 38_400)
        #expect(status.notice?.code == .readerOtherSpeed)
        #expect(status.notice?.remedy.contains("baud: 38400") == true)
        #expect(rig.found.baud == 38_400)
        #expect(rig.speeds.set == [57_600, 38_400])
        rig.advance(.hours(1))
        #expect(try rig.sent().isEmpty)
    }

    @Test func `what comes while the line settles is dropped, and damage at a wrong speed is no answer`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(100))
        try rig.receive(.success)
        rig.advance(.milliseconds(100))
        #expect(try rig.sent() == [.status])
        try rig.channel.writeInbound(ByteBuffer(bytes: SDTFrame.preamble + [0, 4, 0, 0, 0x90, 0]))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(500))
        #expect(rig.speeds.set == [57_600, 38_400])
        #expect(rig.report.current.baud == nil)
    }

    @Test func `a card wanted during a search waits for its end, then for nothing`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        rig.ask(true)
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        for _ in 0..<3 {
            rig.advance(.milliseconds(700))
            #expect(try rig.sent() == [.status])
        }
        rig.advance(.milliseconds(500))
        #expect(rig.speeds.set.last == 115_200)
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
    }

    @Test func `a card wanted during a search is asked for as soon as the reader is found`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        rig.ask(true)
        try rig.receive(.success)
        #expect(try rig.sent() == [.status])
        try rig.receive(.success)
        try rig.receive(.badCommand)
        rig.advance(.milliseconds(60))
        #expect(try rig.sent() == [.moduleNumber, .findCard])
        #expect(rig.report.current.baud == 57_600)
    }

    @Test func `a speed that the line does not take is passed over`() throws {
        let rig = try Rig()
        rig.speeds.refuse(57_600)
        rig.speeds.refuse(38_400)
        try rig.stayUnheard()
        rig.advance(.zero)
        #expect(rig.speeds.set == [57_600, 38_400, 19_200])
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
    }

    @Test func `a reader that answered once is never searched for again`() throws {
        let rig = try Rig()
        try rig.start()
        rig.ask(true)
        for _ in 0..<3 {
            #expect(try rig.sent() == [.findCard])
            rig.advance(.milliseconds(1_060))
        }
        #expect(rig.report.current.state == .silent)
        rig.advance(.minutes(10))
        #expect(rig.speeds.set.isEmpty)
    }

    @Test func `a speed found before an unplugging is tried first after it`() throws {
        let found = FoundSpeed()
        found.baud = 9_600
        let rig = try Rig(found: found)
        try rig.start()
        #expect(rig.report.current.baud == 9_600)
        #expect(rig.report.current.notice?.code == .readerOtherSpeed)
        #expect(rig.speeds.set.isEmpty)
        // Another reader was plugged in there: the configured speed comes next.
        let other = try Rig(found: found)
        try other.stayUnheard()
        #expect(other.speeds.set == [115_200])
        other.advance(.milliseconds(200))
        try other.receive(.success)
        #expect(found.baud == nil)
        #expect(other.report.current.notice == nil)
    }

    @Test func `a line that closes during a search ends it`() throws {
        let rig = try Rig()
        try rig.stayUnheard()
        rig.advance(.milliseconds(200))
        #expect(try rig.sent() == [.status])
        try rig.channel.close().wait()
        rig.advance(.minutes(1))
        #expect(rig.speeds.set == [57_600])
    }

    @Test func `bytes that are no frame are garbled, not silent`() throws {
        let rig = try Rig()
        for _ in 0..<3 {
            try rig.channel.writeInbound(ByteBuffer(bytes: [0xFE, 0x80, 0x00]))
            rig.advance(.milliseconds(1_060))
        }
        #expect(rig.report.current.problem?.code == .readerGarbled)
        #expect(rig.speeds.set == [57_600])
    }

    @Test func `half a card is thrown away when the line closes`() throws {
        let rig = try Rig()
        try rig.startReading()
        try rig.channel.writeInbound(ByteBuffer(bytes: card.readableBytesView.dropLast()))
        try rig.channel.close().wait()
        #expect(rig.report.current.reads == 0)
        #expect(rig.report.current.discarded == 1)
    }
}
