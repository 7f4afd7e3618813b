import Claims
import Devices
import KioskTestSupport
import NIOCore
import ReaderProtocols
import Readers
import Testing

/// Scanners on real terminals, driven by a supervisor.
@Suite(.timeLimit(.minutes(2)))
struct ScannerLineTests {
    private func binding(_ path: String, _ driver: DeviceDriver, _ scanner: ScannerSettings) -> ReaderBinding {
        ReaderBinding(role: .scanner, path: path, settings: DriverSettings(driver, scanner: scanner))
    }

    private func run(
        _ driver: DeviceDriver = .line,
        _ change: (inout ScannerSettings) -> Void = { _ in },
        _ body: (PseudoTerminal, RunningReaders) async throws -> Void
    ) async throws {
        let terminal = try PseudoTerminal()
        var settings = ScannerSettings()
        change(&settings)
        try await RunningReaders.run([binding(terminal.path, driver, settings)]) { readers in
            try await body(terminal, readers)
        }
    }

    @Test func `GB18030, a stray line feed and identifiers come through a line`() async throws {
        try await run { terminal, readers in
            try await readers.status(.ready, of: .scanner)
            terminal.write([0xD4, 0xA5] + Array("A12345\r".utf8))
            #expect(try await readers.scan() == "豫A12345")
            terminal.write(Array("\n]Q2\\000026藏A\r\n".utf8))
            #expect(try await readers.scan() == "藏A")
        }
    }

    @Test func `without an end a silence ends a read on a line`() async throws {
        try await run(
            .line,
            {
                $0.ending = .none; $0.silenceMilliseconds = 50
            }
        ) { terminal, readers in
            try await readers.status(.ready, of: .scanner)
            terminal.write(Array("117321900000243".utf8))
            #expect(try await readers.scan() == "117321900000243")
        }
    }

    @Test func `a length before the data ends a read on a line`() async throws {
        try await run(.line, { $0.ending = .lengthPrefixed }) { terminal, readers in
            try await readers.status(.ready, of: .scanner)
            terminal.write([0x03, 0x03] + Array("A\rB".utf8))
            #expect(try await readers.scan() == "A\rB")
        }
    }

    @Test func `an SSI scanner is set up, and its codes are acknowledged and handed on`() async throws {
        try await run(.ssi) { terminal, readers in
            var scanner = FakeSSIScanner(terminal)
            let packetMode = try await scanner.next()
            #expect(packetMode == .packetMode(isPermanent: false))
            scanner.send(SSIPacket(.ack, from: .scanner))
            let enable = try await scanner.next()
            #expect(enable == SSIPacket(.scanEnable))
            scanner.send(SSIPacket(.ack, from: .scanner))
            try await readers.status(.ready, of: .scanner)

            scanner.send(SSIPacket(.decodeData, from: .scanner, [0x1C, 0xB2, 0xD8, 0x41]))
            #expect(try await readers.scan() == "藏A")
            let ack = try await scanner.next()
            #expect(ack == .ack)

            // Half a packet, then silence: asked for again.
            var half = SSIPacket(.decodeData, from: .scanner, [0x0B, 0x31]).frame
            terminal.write(half.readBytes(length: 5) ?? [])
            let nak = try await scanner.next()
            #expect(nak == .nak(.resend))
            scanner.send(SSIPacket(.decodeData, from: .scanner, status: 1, [0x0B, 0x31]))
            #expect(try await readers.scan() == "1")
        }
    }
}

/// The scanner's end of a line.
private struct FakeSSIScanner {
    struct NoPacket: Error {}

    private let terminal: PseudoTerminal
    private var decoder = SSIPacketDecoder(from: .host)
    private var pending = ByteBuffer()

    init(_ terminal: PseudoTerminal) { self.terminal = terminal }

    func send(_ packet: SSIPacket) { terminal.write(Array(packet.frame.readableBytesView)) }

    /// What the host sends next, waiting for a minute at most. What it sends again, because a busy machine answered late, was
    /// answered already.
    mutating func next() async throws -> SSIPacket {
        for _ in 0..<60 {
            if case .packet(let packet)? = decoder.decode(buffer: &pending) {
                if packet.isRetransmission { continue }
                return packet
            }
            pending.writeBytes(await terminal.bytes(within: 1_000))
        }
        throw NoPacket()
    }
}
