import Devices
import Logging
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Synchronization

@testable import Readers

/// A scanner's driver on a channel without a line, with a clock that the test moves.
final class ScannerRig {
    let channel = EmbeddedChannel()
    let report: DeviceReport
    private var events: AsyncStream<ReaderEvent>.Iterator
    private var taken: [String] = []

    /// What came of a command, once it did.
    final class Outcome: Sendable {
        private let stored = Mutex<ScannerCommand.Outcome?>(nil)

        var value: ScannerCommand.Outcome? { stored.withLock { $0 } }

        func set(_ value: ScannerCommand.Outcome) { stored.withLock { $0 = value } }
    }

    init(_ driver: DeviceDriver, _ handler: (DeviceReport) -> any ChannelHandler) throws {
        let (stream, continuation) = AsyncStream<ReaderEvent>.makeStream()
        events = stream.makeAsyncIterator()
        report = DeviceReport(
            binding: ReaderBinding(role: .scanner, path: "/dev/test", settings: DriverSettings(driver)),
            logger: Logger(label: "test"),
            events: continuation
        )
        try channel.pipeline.syncOperations.addHandler(handler(report))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/dev/test")).wait()
    }

    /// The texts handed on so far.
    var scans: [String] {
        get async {
            while taken.count < report.current.reads, let event = await events.next() {
                if case .scan(let scan, _) = event { taken.append(scan.text) }
            }
            return taken
        }
    }

    func receive(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    func order(_ command: ScannerCommand) -> Outcome {
        let outcome = Outcome()
        let promise = channel.eventLoop.makePromise(of: ScannerCommand.Outcome.self)
        promise.futureResult.whenSuccess(outcome.set)
        channel.triggerUserOutboundEvent(ScannerOrder(command, outcome: promise), promise: nil)
        channel.embeddedEventLoop.run()
        return outcome
    }

    /// Everything written since the last call.
    func sent() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while var written = try channel.readOutbound(as: ByteBuffer.self) {
            bytes += written.readBytes(length: written.readableBytes) ?? []
        }
        return bytes
    }
}
