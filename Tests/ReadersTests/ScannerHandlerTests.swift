import Claims
import Devices
import Logging
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Testing

@testable import Readers

struct ScannerHandlerTests {
    private struct Rig {
        let channel = EmbeddedChannel()
        let report: DeviceReport

        init() throws {
            report = DeviceReport(
                binding: ReaderBinding(role: .scanner, path: "/dev/test", settings: DriverSettings(.line)),
                logger: Logger(label: "test"),
                events: AsyncStream<ReaderEvent>.makeStream().continuation
            )
            try channel.pipeline.syncOperations.addHandler(ScannerHandler(report: report, stripsSTX: false))
            try channel.connect(to: SocketAddress(unixDomainSocketPath: "/dev/test")).wait()
        }

        func receive(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

        func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }
    }

    @Test func `a read held back for less than half a second is whole, for longer it is dropped and counted`() throws {
        let rig = try Rig()
        try rig.receive("A")
        rig.advance(.milliseconds(400))
        try rig.receive("B")
        rig.advance(.milliseconds(499))
        try rig.receive("\r")
        #expect(rig.report.current.reads == 1)
        try rig.receive("C")
        rig.advance(.milliseconds(500))
        try rig.receive("D\r")
        #expect(rig.report.current.reads == 2)
        #expect(rig.report.current.discarded == 1)
        #expect(rig.report.current.bytes == 6)
    }

    @Test func `a held trigger is one read`() throws {
        let rig = try Rig()
        for _ in 0..<4 {
            try rig.receive("A1\r\n")
            rig.advance(.milliseconds(700))
        }
        rig.advance(.milliseconds(400))
        try rig.receive("A1\r\n")
        #expect(rig.report.current.reads == 2)
        #expect(rig.report.current.frames == 5)
    }

    @Test func `a scanner that never ends its reads is told of until it does`() throws {
        let rig = try Rig()
        for _ in 0..<3 {
            #expect(rig.report.current.problem == nil)
            try rig.receive("A12345")
            rig.advance(.seconds(1))
        }
        #expect(rig.report.current.problem?.code == .readerNoTerminator)
        #expect(rig.report.current.state == .ready)
        try rig.receive("A12345\r")
        #expect(rig.report.current.problem == nil)
        #expect(rig.report.current.reads == 1)
    }

    @Test func `what is no text is counted and not handed on`() throws {
        let rig = try Rig()
        try rig.channel.writeInbound(ByteBuffer(bytes: [0xB2, 0xD8, 0x41, 0x0D]))
        #expect(rig.report.current.reads == 0)
        #expect(rig.report.current.damaged == 1)
    }

    @Test func `too long a read is dropped, and the next is whole after its end or after a silence`() throws {
        let rig = try Rig()
        try rig.receive(String(repeating: "A", count: 10_000))
        try rig.receive("rest\rB\r")
        #expect(rig.report.current.reads == 1)
        try rig.receive(String(repeating: "A", count: 10_000))
        rig.advance(.milliseconds(500))
        try rig.receive("C\r")
        #expect(rig.report.current.reads == 2)
        #expect(rig.report.current.damaged == 2)
    }
}
