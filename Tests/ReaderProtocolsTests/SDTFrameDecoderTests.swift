import Crypto
import NIOCore
import NIOTestUtils
import ReaderProtocols
import Testing

struct SDTFrameDecoderTests {
    /// Everything a decoder makes of the bytes, fed in pieces of `size`.
    private func outputs(_ bytes: [UInt8], inPiecesOf size: Int) throws -> [SDTFrameDecoder.Output] {
        let processor = NIOSingleStepByteToMessageProcessor(
            SDTFrameDecoder(),
            maximumBufferSize: SDTFrameDecoder.maximumFrameSize
        )
        var outputs: [SDTFrameDecoder.Output] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
            try processor.process(buffer: piece) { outputs.append($0) }
        }
        try processor.finishProcessing(seenEOF: true) { outputs.append($0) }
        return outputs
    }

    private static let published: [(String, SDTReply)] = [
        ("AA AA AA 96 69 00 04 00 00 90 94", Vectors.reply(.success)),
        ("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", Vectors.reply(.cardFound, [0, 0, 0, 0])),
        ("AA AA AA 96 69 00 08 00 00 9F 01 02 03 04 93", Vectors.reply(.cardFound, [1, 2, 3, 4])),
        (
            "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C",
            Vectors.reply(.success, .init(repeating: 0, count: 8))
        ),
        (
            "AA AA AA 96 69 00 0C 00 00 90 11 12 13 14 15 16 17 18 94",
            Vectors.reply(.success, [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18])
        ),
        ("AA AA AA 96 69 00 04 00 00 80 84", Vectors.reply(.noCard)),
        ("AA AA AA 96 69 00 04 00 00 81 85", Vectors.reply(.selectFailed)),
        ("AA AA AA 96 69 00 04 00 00 41 45", Vectors.reply(.readFailed)),
        ("AA AA AA 96 69 00 04 6A 82 41 AD", SDTReply(sw1: 0x6A, sw2: 0x82, status: .readFailed)),
        ("AA AA AA 96 69 00 04 00 00 31 35", Vectors.reply(.cardRefusedModule)),
        ("AA AA AA 96 69 00 04 00 00 32 36", Vectors.reply(.moduleRefusedCard)),
        ("AA AA AA 96 69 00 04 00 00 33 37", Vectors.reply(.verificationFailed)),
        ("AA AA AA 96 69 00 04 00 00 40 44", Vectors.reply(.unknownCardType)),
        ("AA AA AA 96 69 00 04 00 00 47 43", Vectors.reply(.randomNumberFailed)),
        ("AA AA AA 96 69 00 04 00 00 91 95", Vectors.reply(.empty)),
        ("AA AA AA 96 69 00 04 00 00 10 14", Vectors.reply(.requestChecksum)),
        ("AA AA AA 96 69 00 04 00 00 11 15", Vectors.reply(.requestLength)),
        ("AA AA AA 96 69 00 04 00 00 21 25", Vectors.reply(.badCommand)),
        ("AA AA AA 96 69 00 04 00 00 23 27", Vectors.reply(.notPermitted)),
        ("AA AA AA 96 69 00 04 00 00 24 20", Vectors.reply(.unknownError)),
        ("AA AA AA 96 69 00 04 00 00 60 64", Vectors.reply(.selfTestFailed)),
        ("AA AA AA 96 69 00 04 00 00 66 62", Vectors.reply(.notAuthorised)),
        (
            "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 09 B8 32 01 05 BE 12 00 AD C5 B1 11 63",
            Vectors.reply(.success, Vectors.bytes("05 00 01 00 09 B8 32 01 05 BE 12 00 AD C5 B1 11"))
        ),
        (
            "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 4D 29 33 01 40 E2 01 00 F1 FB 09 00 76",
            Vectors.reply(.success, Vectors.bytes("05 00 01 00 4D 29 33 01 40 E2 01 00 F1 FB 09 00"))
        ),
        (
            """
            AA AA AA 96 69 00 20 00 00 90 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19
            1A 1B 1C AC
            """,
            Vectors.reply(.success, Array(1...28))
        ),
    ]

    @Test func `every published reply is cut out of any split of the bytes`() throws {
        var pairs = Self.published.map { (Vectors.buffer($0.0), [SDTFrameDecoder.Output.reply($0.1)]) }
        for name in ["prc2", "fi"] {
            pairs.append((try Vectors.readFrame(text: Vectors.textBlock(name)), [.reply(try Vectors.readReply(name))]))
        }
        try ByteToMessageDecoderVerifier.verifyDecoder(inputOutputPairs: pairs) { SDTFrameDecoder() }
    }

    @Test func `our own encoder makes the published replies`() {
        for (hex, reply) in Self.published {
            let frame = SDTFrame.reply(
                sw1: reply.sw1,
                sw2: reply.sw2,
                status: reply.status,
                data: Array(reply.data.readableBytesView)
            )
            #expect(frame == Vectors.buffer(hex))
        }
    }

    @Test(
        arguments: [
            ("prc", 0x34, "f1d3ab387462b862258aaf7caea4809303a6fb46915c458ba37a0ead73a5b6d3"),
            ("prc2", 0xC2, "67a2d7f5fadd3f35b267793d320e497c14f08ee425b08a0d8c9583e4729e88b5"),
            ("hmt", 0x10, "7cbdcf90539828a6a1f010817e56d363973e81e7b7be3d6f3e325f521ddafdd2"),
            ("fi", 0x83, "c3257be39f60d061899da6c303dfa3ac145ec09ddc0479d37f05c83a1cf7d89e"),
            ("fy", 0xE1, "14ff8b6fb41e9c349f06020761323df700c786224e3d8087130a2b4665b77197"),
        ] as [(String, UInt8, String)]
    )
    func `the synthetic read replies are those of the document`(name: String, checksum: UInt8, digest: String) throws {
        let frame = try Array(Vectors.readFrame(text: Vectors.textBlock(name)).readableBytesView)
        #expect(frame.count == 1_295)
        #expect(frame.last == checksum)
        #expect(SHA256.hash(data: frame).hex == digest)
        #expect(
            SHA256.hash(data: Vectors.photo).hex == "43391e3ed0f267dccabfb050c6a7f08e56f9beac1d5706a1d01d20f06d3a2504"
        )
    }

    @Test(arguments: ["00", "AA", "AA AA AA", "AA AA AA 96", "FF 96 69 AA", "AA 00 AA AA 96 69 00 0C"])
    func `noise before the preamble is dropped`(noise: String) throws {
        let good = Vectors.bytes(noise) + Vectors.bytes("AA AA AA 96 69 00 04 00 00 90 94")
        for size in 1...good.count {
            #expect(try outputs(good, inPiecesOf: size) == [.reply(Vectors.reply(.success))])
        }
    }

    @Test func `a preamble inside a photo is part of the photo`() throws {
        var photo = Vectors.photo
        photo.replaceSubrange(100..<105, with: SDTFrame.preamble)
        let frame = try Vectors.readFrame(text: Vectors.textBlock("prc"), photo: photo)
        let outputs = try outputs(Array(frame.readableBytesView), inPiecesOf: 64)
        #expect(outputs.count == 1)
        guard case .reply(let reply) = outputs.first, let read = CardReadReply(reply.data) else {
            Issue.record("not a read reply")
            return
        }
        #expect(try Array(read.text) == Vectors.textBlock("prc"))
    }

    @Test(arguments: [1, 7, 64, 4_096])
    func `a whole frame forged inside a photo is never seen when the frame around it is damaged`(size: Int) throws {
        var photo = Vectors.photo
        let forged =
            try Array(SDTFrame.reply(status: .cardFound, data: [1, 2, 3, 4]).readableBytesView)
            + Array(SDTFrame.reply(status: .success, data: [1, 0, 1, 0] + Vectors.textBlock("hmt")).readableBytesView)
        photo.replaceSubrange(40..<40 + forged.count, with: forged)
        for damagedByte in [8, 20, 300, 1_294] {
            var bytes = try Array(Vectors.readFrame(text: Vectors.textBlock("prc"), photo: photo).readableBytesView)
            bytes[damagedByte] ^= 0x10
            // Whatever follows at once is swallowed too.
            bytes += Vectors.bytes("AA AA AA 96 69 00 04 00 00 90 94")
            #expect(try outputs(bytes, inPiecesOf: size) == [.damaged(.checksum)])
        }
    }

    @Test func `a read reply inside a photo is no card even when the frame around it lost its preamble`() throws {
        // The largest read reply that fits in, with text of the right size and a shorter photo.
        let inner = try Vectors.readFrame(text: Vectors.textBlock("hmt"), photo: Array(Vectors.photo.prefix(700)))
        var photo = Vectors.photo
        photo.replaceSubrange(30..<30 + inner.readableBytes, with: inner.readableBytesView)
        var bytes = try Array(Vectors.readFrame(text: Vectors.textBlock("prc"), photo: photo).readableBytesView)
        bytes[2] = 0
        for case .reply(let reply) in try outputs(bytes, inPiecesOf: 100) {
            #expect(SDTRequest.readCard.answer(in: reply) != .done)
        }
    }

    @Test(arguments: ["00 00", "00 03", "10 01", "FF FF"])
    func `a length that cannot be is damage`(length: String) throws {
        let bytes = Vectors.bytes("AA AA AA 96 69 \(length) 00 00 90 94 AA AA AA 96 69 00 04 00 00 90 94")
        #expect(try outputs(bytes, inPiecesOf: 3) == [.damaged(.length)])
    }

    @Test(
        arguments: [
            // A byte slipped into the preamble and two were lost, seen on real hardware.
            "AA 00 AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 9C",
            // Promises five bytes and sends three.
            "AA AA AA 96 69 00 05 05 05 05",
            "AA AA AA 96 69 00", "AA AA AA 96 69 05 08 00 00 90 01 00 04 00",
        ]
    )
    func `half a frame gives nothing, however long one waits`(hex: String) throws {
        #expect(try outputs(Vectors.bytes(hex), inPiecesOf: 4).isEmpty)
    }

    @Test(arguments: ["AA AA AA 96 69 00 04 00 00 90 95", "AA AA AA 96 69 00 04 00 00 80 94"])
    func `a wrong checksum is damage`(hex: String) throws {
        #expect(try outputs(Vectors.bytes(hex), inPiecesOf: 1) == [.damaged(.checksum)])
    }

    @Test func `random bytes neither crash nor pile up`() throws {
        var generator = Seeded(state: 42)
        for _ in 0..<50 {
            let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(try outputs(noise, inPiecesOf: 97).isEmpty)
        }
    }

    @Test func `a preamble is found at every place and after every false start, as if each byte were tried`() throws {
        var generator = Seeded(state: 7)
        let good = Vectors.bytes("AA AA AA 96 69 00 04 00 00 90 94")
        for _ in 0..<2_000 {
            // Bytes of the preamble only, so that false starts abound.
            let noise = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                [0xAA, 0xAA, 0xAA, 0x96, 0x69].randomElement(using: &generator) ?? UInt8(0)
            }
            let bytes = noise + good
            let first = (0..<bytes.count).first { bytes[$0...].starts(with: SDTFrame.preamble) }
            guard first == noise.count else { continue }
            for size in [1, 3, bytes.count] {
                #expect(try outputs(bytes, inPiecesOf: size) == [.reply(Vectors.reply(.success))])
            }
        }
    }

    @Test func `every byte of a frame counts in its sum, whatever its length`() throws {
        for count in 0...40 {
            let whole = SDTFrame.reply(
                status: .success,
                data: (0..<count).map { UInt8(truncatingIfNeeded: 37 * $0 + 1) }
            )
            let bytes = Array(whole.readableBytesView)
            #expect(try outputs(bytes, inPiecesOf: bytes.count).count == 1)
            for index in SDTFrame.headerSize..<bytes.count {
                var wrong = bytes
                wrong[index] ^= 0x40
                #expect(try outputs(wrong, inPiecesOf: bytes.count) == [.damaged(.checksum)])
            }
        }
    }
}

/// A generator whose numbers are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
