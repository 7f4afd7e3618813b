import Claims
import Devices
import Logging
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Testing

@testable import Readers

struct ScannerHandlerTests {
    private func rig(_ change: (inout ScannerSettings) -> Void = { _ in }) throws -> ScannerRig {
        var settings = ScannerSettings()
        change(&settings)
        return try ScannerRig(.line) { ScannerHandler(report: $0, settings: settings) }
    }

    @Test func `a read held back for less than half a second is whole, for longer it is dropped and counted`()
        async throws
    {
        let rig = try rig()
        try rig.receive("A")
        rig.advance(.milliseconds(400))
        try rig.receive("B")
        rig.advance(.milliseconds(499))
        try rig.receive("\r")
        #expect(await rig.scans == ["AB"])
        try rig.receive("C")
        rig.advance(.milliseconds(500))
        try rig.receive("D\r")
        #expect(await rig.scans == ["AB", "D"])
        #expect(rig.report.current.discarded == 1)
        #expect(rig.report.current.bytes == 6)
    }

    @Test func `a held trigger is one read`() throws {
        let rig = try rig()
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
        let rig = try rig()
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

    @Test func `where nothing ends a read, the silence that is set does`() async throws {
        let rig = try rig {
            $0.ending = .none
            $0.silenceMilliseconds = 80
        }
        try rig.receive("A1")
        rig.advance(.milliseconds(79))
        try rig.receive("2")
        rig.advance(.milliseconds(79))
        #expect(await rig.scans.isEmpty)
        rig.advance(.milliseconds(1))
        #expect(await rig.scans == ["A12"])
        #expect(rig.report.current.discarded == 0)
        rig.advance(.seconds(10))
        #expect(await rig.scans == ["A12"])
    }

    @Test func `GB18030 and identifiers come out as text`() async throws {
        let rig = try rig()
        try rig.channel.writeInbound(ByteBuffer(bytes: [0xB2, 0xD8, 0x41, 0x0D]))
        try rig.receive("]Q1A2\r")
        #expect(await rig.scans == ["藏A", "A2"])
    }

    @Test func `what is no text is counted, not handed on, and told of the third time in a row`() throws {
        let rig = try rig()
        for number in UInt8(0)..<3 {
            #expect(rig.report.current.problem == nil)
            try rig.channel.writeInbound(ByteBuffer(bytes: [0x41 + number, 0xFF, 0x0D]))
        }
        #expect(rig.report.current.reads == 0)
        #expect(rig.report.current.damaged == 3)
        #expect(rig.report.current.problem?.code == .readerUndecodable)
        try rig.receive("A\r")
        #expect(rig.report.current.problem == nil)
    }

    @Test func `too long a read is dropped, and the next is whole after its end or after a silence`() throws {
        let rig = try rig()
        try rig.receive(String(repeating: "A", count: 10_000))
        try rig.receive("rest\rB\r")
        #expect(rig.report.current.reads == 1)
        try rig.receive(String(repeating: "A", count: 10_000))
        rig.advance(.milliseconds(500))
        try rig.receive("C\r")
        #expect(rig.report.current.reads == 2)
        #expect(rig.report.current.damaged == 2)
    }

    @Test func `half a read at the unplugging is thrown away and counted`() async throws {
        let rig = try rig()
        try rig.receive("A1")
        _ = try rig.channel.finish()
        #expect(await rig.scans.isEmpty)
        #expect(rig.report.current.discarded == 1)
    }

    // MARK: Commands

    @Test func `a command is sent, and its answer is no scan`() async throws {
        let rig = try rig { $0.commands = .newland }
        let outcome = rig.order(.trigger)
        #expect(try rig.sent() == [0x7E, 0x01] + Array("0000#SCNTRG1".utf8) + [0x3B, 0x03])
        #expect(outcome.value == nil)
        // One at a time.
        #expect(rig.order(.stop).value == .refused)
        try rig.channel.writeInbound(
            ByteBuffer(bytes: [0x02, 0x01] + Array("0000#SCNTRG1".utf8) + [0x06, 0x3B, 0x03])
        )
        try rig.receive("A1\r")
        #expect(outcome.value == .accepted)
        #expect(await rig.scans == ["A1"])
    }

    @Test func `an answer that does not come is waited for one second, a refusal is told`() throws {
        let rig = try rig { $0.commands = .newland }
        let silent = rig.order(.trigger)
        rig.advance(.milliseconds(999))
        #expect(silent.value == nil)
        rig.advance(.milliseconds(1))
        #expect(silent.value == .unanswered)
        let refused = rig.order(.stop)
        try rig.channel.writeInbound(
            ByteBuffer(bytes: [0x02, 0x01] + Array("0000#SCNTRG0".utf8) + [0x15, 0x3B, 0x03])
        )
        #expect(refused.value == .refused)
        let lost = rig.order(.trigger)
        _ = try rig.channel.finish()
        #expect(lost.value == .unanswered)
    }

    @Test func `a set without known answers says that it was sent, and stray answers do not complain`() throws {
        let rig = try rig { $0.commands = .weiguang }
        for _ in 0..<4 {
            #expect(rig.order(.enable).value == .sent)
            try rig.channel.writeInbound(ByteBuffer(bytes: [0x55, 0xAA, 0x05]))
            rig.advance(.seconds(1))
        }
        #expect(rig.report.current.problem == nil)
        #expect(rig.report.current.discarded == 4)
    }

    @Test func `what a scanner tells of itself is no scan`() async throws {
        let rig = try rig { $0.commands = .honeywell }
        let outcome = rig.order(.identify)
        try rig.receive("Product Name: Test\r\nRevision: 1\r\n")
        rig.advance(.seconds(1))
        #expect(outcome.value == .told("Product Name: Test Revision: 1"))
        #expect(await rig.scans.isEmpty)
        try rig.receive("A1\r")
        #expect(await rig.scans == ["A1"])
    }

    @Test func `without a command set nothing is sent`() throws {
        let rig = try rig()
        #expect(rig.order(.trigger).value == .unsupported)
        #expect(try rig.sent().isEmpty)
    }
}
