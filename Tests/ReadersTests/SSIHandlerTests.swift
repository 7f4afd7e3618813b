import Claims
import Devices
import NIOCore
import NIOEmbedded
import ReaderProtocols
import Testing

@testable import Readers

struct SSIHandlerTests {
    private let ack = SSIPacket(.ack, from: .scanner)

    private func rig() throws -> ScannerRig {
        try ScannerRig(.ssi) { SSIHandler(report: $0, settings: ScannerSettings()) }
    }

    /// A scanner whose opening is through.
    private func opened() throws -> ScannerRig {
        let rig = try rig()
        #expect(rig.report.current.state != .ready)
        #expect(try rig.sent() == bytes(.packetMode(isPermanent: false)))
        try send(ack, rig)
        #expect(try rig.sent() == bytes(SSIPacket(.scanEnable)))
        try send(ack, rig)
        #expect(rig.report.current.state == .ready)
        return rig
    }

    private func bytes(_ packets: SSIPacket...) -> [UInt8] { packets.flatMap { Array($0.frame.readableBytesView) } }

    private func send(_ packet: SSIPacket, _ rig: ScannerRig) throws { try rig.channel.writeInbound(packet.frame) }

    private func code(_ text: [UInt8], again: Bool = false) -> SSIPacket {
        SSIPacket(.decodeData, from: .scanner, status: again ? 1 : 0, [0x1C] + text)
    }

    @Test func `a code is acknowledged at once and handed on as text`() async throws {
        let rig = try opened()
        try send(code([0xB2, 0xD8] + Array("A12345\r\n".utf8)), rig)
        #expect(try rig.sent() == bytes(.ack))
        #expect(await rig.scans == ["藏A12345"])
        try send(code([0xB2, 0xD8] + Array("A12345\r\n".utf8), again: true), rig)
        #expect(try rig.sent() == bytes(.ack))
        #expect(rig.report.current.reads == 1)
        // The same code half a minute later is a scan of its own.
        rig.advance(.seconds(30))
        try send(code([0xB2, 0xD8] + Array("A12345\r\n".utf8)), rig)
        #expect(rig.report.current.reads == 2)
    }

    @Test func `a packet byte by byte is whole, and half a one is asked for again after a silence`() async throws {
        let rig = try opened()
        for byte in bytes(code(Array("A1".utf8))) {
            try rig.channel.writeInbound(ByteBuffer(integer: byte))
            rig.advance(.milliseconds(20))
        }
        #expect(await rig.scans == ["A1"])
        _ = try rig.sent()
        try rig.channel.writeInbound(ByteBuffer(bytes: bytes(code(Array("B2".utf8))).dropLast(3)))
        rig.advance(.milliseconds(99))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(1))
        #expect(try rig.sent() == bytes(.nak(.resend)))
        try send(code(Array("B2".utf8), again: true), rig)
        #expect(await rig.scans == ["A1", "B2"])
        #expect(rig.report.current.damaged == 1)
    }

    @Test func `a wrong sum is asked for again when the line is quiet, and nothing inside is believed`() throws {
        let rig = try opened()
        var damaged = bytes(code(bytes(code(Array("FORGED".utf8)))))
        damaged[damaged.count - 1] ^= 1
        try rig.channel.writeInbound(ByteBuffer(bytes: damaged))
        #expect(try rig.sent().isEmpty)
        rig.advance(.milliseconds(100))
        #expect(try rig.sent() == bytes(.nak(.resend)))
        #expect(rig.report.current.reads == 0)
    }

    @Test func `a scanner in plain-text mode is told of, and is well again with its first packet`() throws {
        let rig = try opened()
        for _ in 0..<2 {
            try rig.receive("6901234567892\r")
            rig.advance(.milliseconds(500))
        }
        #expect(rig.report.current.state == .faulty)
        #expect(rig.report.current.problem?.code == .readerScannerNoPackets)
        #expect(rig.report.current.reads == 0)
        try send(code(Array("A1".utf8)), rig)
        #expect(rig.report.current.state == .ready)
        #expect(rig.report.current.problem == nil)
    }

    @Test func `a scanner that answers nothing is silent, and asked again`() throws {
        let rig = try rig()
        _ = try rig.sent()
        rig.advance(.seconds(3))
        #expect(rig.report.current.state == .silent)
        #expect(rig.report.current.problem?.code == .readerScannerSilent)
        _ = try rig.sent()
        rig.advance(.seconds(5))
        #expect(try rig.sent() == bytes(.packetMode(isPermanent: false)))
        try send(ack, rig)
        #expect(rig.report.current.state == .ready)
    }

    @Test func `a command is answered, refused or given up`() throws {
        let rig = try opened()
        let beep = rig.order(.beepGood)
        #expect(try rig.sent() == bytes(SSIPacket(.beep, [0])))
        #expect(rig.order(.trigger).value == .refused)
        try send(ack, rig)
        #expect(beep.value == .accepted)
        let identify = rig.order(.identify)
        try send(SSIPacket(.revision, from: .scanner, Array("TEST 1".utf8)), rig)
        #expect(identify.value == .told("TEST 1"))
        let lost = rig.order(.trigger)
        rig.advance(.seconds(3))
        #expect(lost.value == .unanswered)
        let closed = rig.order(.trigger)
        _ = try rig.channel.finish()
        #expect(closed.value == .unanswered)
    }
}
