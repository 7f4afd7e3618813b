import Claims
import Glibc
import KioskTestSupport
import NIOCore
import NIOPosix
import SerialPort
import Testing

struct LineSpeedTests {
    /// What the line is set to, as termios calls it.
    private func speed(_ path: String) -> speed_t {
        let line = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
        defer { close(line) }
        var settings = termios()
        return tcgetattr(line, &settings) == 0 ? cfgetospeed(&settings) : 0
    }

    private func isFree(_ path: String) -> Bool {
        do throws(KioskError) {
            try SerialPort.open(path: path, baud: 9_600).close()
            return true
        } catch {
            #expect(error.code == .readerBusy)
            return false
        }
    }

    /// Not at once: a program that another test starts holds everything open until it is executed.
    private func becomesFree(_ path: String) async throws {
        try await wait(for: "a free line") { isFree(path) }
    }

    @Test func `the speed of a line that a channel reads is changed, and its bytes still come`() async throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        let control = try port.speedControl()
        let (bytes, continuation) = AsyncStream<[UInt8]>.makeStream()
        let channel = try await port.makeChannel(on: MultiThreadedEventLoopGroup.singleton) { channel in
            try channel.pipeline.syncOperations.addHandler(Collector(continuation))
        }
        for (baud, expected) in [(9_600, B9600), (57_600, B57600), (115_200, B115200)] {
            try control.set(baud: baud)
            #expect(speed(terminal.path) == speed_t(expected))
            terminal.write([UInt8(truncatingIfNeeded: baud / 100)])
            var iterator = bytes.makeAsyncIterator()
            #expect(await iterator.next() == [UInt8(truncatingIfNeeded: baud / 100)])
        }
        try await channel.close()
        control.close()
        try await becomesFree(terminal.path)
    }

    @Test func `what came at the old speed is dropped`() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        defer { port.close() }
        let control = try port.speedControl()
        terminal.write([1, 2, 3])
        let line = open(terminal.path, O_RDWR | O_NOCTTY | O_NONBLOCK)
        defer { close(line) }
        var watched = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
        #expect(poll(&watched, 1, 5_000) == 1)
        try control.set(baud: 9_600)
        #expect(poll(&watched, 1, 0) == 0)
    }

    @Test func `the lock of the line lasts until the control is closed too`() async throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        let control = try port.speedControl()
        port.close()
        #expect(!isFree(terminal.path))
        control.close()
        try await becomesFree(terminal.path)
        #expect(throws: KioskError.self) { try control.set(baud: 9_600) }
    }

    @Test func `a speed that does not exist is refused, and so is a line that was given away`() throws {
        let terminal = try PseudoTerminal()
        let port = try SerialPort.open(path: terminal.path, baud: 115_200)
        let control = try port.speedControl()
        do {
            try control.set(baud: 12_345)
            Issue.record("12345 baud was set")
        } catch {
            #expect(error.code == .readerSettings)
        }
        #expect(speed(terminal.path) == speed_t(B115200))
        port.close()
        do throws(KioskError) {
            _ = try port.speedControl()
            Issue.record("a closed line has a control")
        } catch {
            #expect(error.code == .readerGone)
        }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<[UInt8]>.Continuation

        init(_ continuation: AsyncStream<[UInt8]>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(Self.unwrapInboundIn(data).readableBytesView))
        }
    }
}
