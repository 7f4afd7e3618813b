import Claims
import Devices
import Logging
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Synchronization
import Testing

@testable import Readers

/// An ID-card driver on a channel whose clock the test moves.
struct CardReaderRig {
    /// The speeds that a driver set, and those the line does not take.
    final class Speeds: Sendable {
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
