import NIOCore
import NIOTestUtils
import ReaderProtocols
import Testing

struct SSIPacketTests {
    @Test(
        arguments: [
            (.ack, "04 D0 04 00 FF 28"),
            (SSIPacket(.ack, from: .scanner), "04 D0 00 00 FF 2C"),
            (.nak(.resend), "05 D1 04 00 01 FF 25"),
            (.nak(.badContext), "05 D1 04 00 02 FF 24"),
            (.nak(.denied), "05 D1 04 00 06 FF 20"),
            (SSIPacket(.startSession), "04 E4 04 00 FF 14"),
            (SSIPacket(.stopSession), "04 E5 04 00 FF 13"),
            (SSIPacket(.beep, [0]), "05 E6 04 00 00 FF 11"),
            (SSIPacket(.ledOn, [1]), "05 E7 04 00 01 FF 0F"),
            (SSIPacket(.ledOff, [1]), "05 E8 04 00 01 FF 0E"),
            (SSIPacket(.scanEnable), "04 E9 04 00 FF 0F"),
            (SSIPacket(.scanDisable), "04 EA 04 00 FF 0E"),
            (SSIPacket(.sleep), "04 EB 04 00 FF 0D"),
            (SSIPacket(.aimOn), "04 C5 04 00 FF 33"),
            (SSIPacket(.aimOff), "04 C4 04 00 FF 34"),
            (SSIPacket(.revisionRequest), "04 A3 04 00 FF 55"),
            (.packetMode(isPermanent: true), "07 C6 04 08 00 EE 01 FE 38"),
            (
                SSIPacket(.decodeData, from: .scanner, [0x0B] + Array("6901234567892".utf8)),
                "12 F3 00 00 0B 36 39 30 31 32 33 34 35 36 37 38 39 32 FC 42"
            ),
            (
                SSIPacket(.decodeData, from: .scanner, [0x1C] + Array("117321900000243".utf8)),
                "14 F3 00 00 1C 31 31 37 33 32 31 39 30 30 30 30 30 32 34 33 FB EC"
            ),
        ] as [(SSIPacket, String)]
    )
    func `packets go over the line as published, both ways`(packet: SSIPacket, hex: String) throws {
        #expect(packet.frame == Vectors.buffer(hex))
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [(packet.frame, [.packet(packet)])]
        ) { SSIPacketDecoder(from: packet.source) }
    }

    @Test func `volatile is the default of packet mode, and commands have their packets`() {
        #expect(SSIPacket.packetMode(isPermanent: false).status == 0)
        #expect(SSIPacket(.trigger) == SSIPacket(.startSession))
        #expect(SSIPacket(.identify) == SSIPacket(.revisionRequest))
        #expect(SSIPacket(.disable) == SSIPacket(.scanDisable))
    }

    @Test func `the greatest packet passes and more data than fits is left off`() {
        let packet = SSIPacket(.decodeData, from: .scanner, [UInt8](repeating: 7, count: 300))
        var frame = packet.frame
        #expect(frame.readableBytes == SSIPacketDecoder.maximumPacketSize)
        var decoder = SSIPacketDecoder()
        #expect(
            decoder.decode(buffer: &frame)
                == .packet(SSIPacket(.decodeData, from: .scanner, [UInt8](repeating: 7, count: 251)))
        )
    }

    @Test(
        arguments: [
            // A sum that is wrong; a packet inside the data is not taken for one.
            ("12 F3 00 00 0B 04 D0 00 00 FF 2C 34 35 36 37 38 39 32 FC 43 04 D0 00 00 FF 2C", .damaged),
            // The other end's packets.
            ("04 D0 04 00 FF 28", .noise),
            ("03 D0 00", .noise),
            ("36 39 30 31 32 33 34 35 36 37 38 39 32 0D", .text),
            ("41 0D 42", .text),
            ("E8 97 8F", .text),
            ("FF 00 FF 00", .noise),
        ] as [(String, SSIPacketDecoder.Trouble)]
    )
    func `what is no good packet is told once, and nothing is taken before a silence`(
        hex: String,
        trouble: SSIPacketDecoder.Trouble
    ) {
        var decoder = SSIPacketDecoder()
        var buffer = Vectors.buffer(hex)
        #expect(decoder.decode(buffer: &buffer) == .trouble(trouble))
        buffer = Vectors.buffer("04 D0 00 00 FF 2C")
        #expect(decoder.decode(buffer: &buffer) == nil)
        #expect(buffer.readableBytes == 0)
        #expect(decoder.silence(buffer: &buffer) == nil)
        buffer = Vectors.buffer("04 D0 00 00 FF 2C")
        #expect(decoder.decode(buffer: &buffer) == .packet(SSIPacket(.ack, from: .scanner)))
    }

    @Test func `half a packet is damaged once the line is silent, two letters are text`() {
        var decoder = SSIPacketDecoder()
        var buffer = Vectors.buffer("12 F3 00 00 0B 36")
        #expect(decoder.decode(buffer: &buffer) == nil)
        #expect(decoder.silence(buffer: &buffer) == .damaged)
        #expect(buffer.readableBytes == 0)
        buffer = Vectors.buffer("41 42")
        #expect(decoder.decode(buffer: &buffer) == nil)
        #expect(decoder.silence(buffer: &buffer) == .text)
    }

    @Test func `noise never leaves more pending than a packet`() {
        var generator = SeededGenerator(seed: 3)
        var decoder = SSIPacketDecoder()
        var pending = ByteBuffer()
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...60, using: &generator)
            pending.writeBytes((0..<count).map { _ in UInt8.random(in: 0...20, using: &generator) })
            while decoder.decode(buffer: &pending) != nil {}
            #expect(pending.readableBytes < SSIPacketDecoder.maximumPacketSize)
            if Bool.random(using: &generator) { _ = decoder.silence(buffer: &pending) }
        }
    }

    @Test func `a packet never shows its data`() {
        let packet = SSIPacket(.decodeData, from: .scanner, Array("6299990000012343".utf8))
        #expect("\(packet)" == "SSI f3, 16 bytes")
        #expect(Mirror(reflecting: packet).children.isEmpty)
    }
}
