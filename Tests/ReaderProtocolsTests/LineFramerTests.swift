import NIOCore
import NIOTestUtils
import ReaderProtocols
import Testing

struct LineFramerTests {
    private func outputs(_ reads: [String], stripsSTX: Bool = false) throws -> [LineFramer.Output] {
        let processor = NIOSingleStepByteToMessageProcessor(LineFramer(stripsSTX: stripsSTX), maximumBufferSize: 8_192)
        var outputs: [LineFramer.Output] = []
        for read in reads { try processor.process(buffer: Vectors.buffer(read)) { outputs.append($0) } }
        return outputs
    }

    private func frame(_ text: String) -> LineFramer.Output { .frame(ByteBuffer(string: text)) }

    @Test(
        arguments: [
            (["41 42 0D"], ["AB"]),
            (["41 42 0D", "0A 43 44 0D 0A"], ["AB", "CD"]),
            (["41 42 0A 43 0A"], ["AB", "C"]),
            (["E8 97", "8F 41 0D"], ["藏A"]),
            (["0D 0A 0D"], []),
            (["00 00 41 0D 00 42 0A"], ["A", "B"]),
            (["5D 43 31 1D 41 0D"], ["]C1\u{1D}A"]),
            (["41", "42", "0D 43"], ["AB"]),
            (["02 41 03 0D"], ["\u{02}A\u{03}"]),
        ] as [([String], [String])]
    )
    func `reads are cut at CR, LF and CR LF however they fall`(reads: [String], frames: [String]) throws {
        #expect(try outputs(reads) == frames.map(frame))
    }

    @Test func `STX and ETX go when the device is set up so`() throws {
        #expect(try outputs(["02 41 42 03 0D 02 03 0D 43 0D"], stripsSTX: true) == [frame("AB"), frame("C")])
    }

    @Test func `every split of the bytes gives the same frames`() throws {
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [
                (ByteBuffer(string: "6299990000012343\r"), [frame("6299990000012343")]),
                (ByteBuffer(string: "\n\r\n藏A12345\r\n"), [frame("藏A12345")]),
                (ByteBuffer(string: "a\nb\n"), [frame("a"), frame("b")]),
                (ByteBuffer(string: "\r\r\n"), []),
            ]
        ) { LineFramer() }
    }

    @Test func `a frame of the greatest size passes, one byte more does not, and the next is whole again`() throws {
        let full = String(repeating: "41 ", count: LineFramer.maximumFrameSize)
        #expect(try outputs([full + "0D"]) == [frame(String(repeating: "A", count: 4_096))])
        for reads in [[full + "41 0D 42 0D"], [full + "41", "41 41", "0D", "42 0D"]] {
            #expect(try outputs(reads) == [.oversize, frame("B")])
        }
    }

    @Test func `an endless stream is reported once and takes no memory`() throws {
        let processor = NIOSingleStepByteToMessageProcessor(LineFramer(), maximumBufferSize: 8_192)
        var outputs: [LineFramer.Output] = []
        for _ in 0..<1_000 {
            try processor.process(buffer: ByteBuffer(repeating: 0x41, count: 1_000)) { outputs.append($0) }
            #expect(processor.unprocessedBytes <= 4_096)
        }
        #expect(outputs == [.oversize])
    }
}

struct ScannedTextTests {
    @Test func `ASCII and UTF-8 become text`() {
        #expect(ScannedText(frame: Vectors.buffer("E8 97 8F 41 31 32 33 34 35"))?.text == "藏A12345")
        #expect(ScannedText(frame: ByteBuffer(string: "6299990000012343"))?.text == "6299990000012343")
    }

    @Test(arguments: ["B2 D8 41 31 32 33 34 35", "41 C3", "FF", "ED A0 80"])
    func `anything else is no text and nothing is replaced`(hex: String) {
        #expect(ScannedText(frame: Vectors.buffer(hex)) == nil)
    }

    @Test func `a scan never shows its text in a log`() {
        let scan = ScannedText(text: "6299990000012343")
        #expect("\(scan)" == "scan of 16 characters")
        #expect(Mirror(reflecting: scan).children.isEmpty)
    }
}

struct RepeatFilterTests {
    @Test func `the same bytes within a second of the last frame are one read`() {
        var filter = RepeatFilter()
        let (first, second) = (ByteBuffer(string: "A1"), ByteBuffer(string: "A2"))
        let start = NIODeadline.uptimeNanoseconds(5_000_000_000)
        let scans = [(first, 0), (first, 900), (first, 1_800), (first, 2_801), (second, 2_850), (first, 2_900)]
        let answers = scans.map { filter.isRepeat($0.0, at: start + .milliseconds(Int64($0.1))) }
        #expect(answers == [false, true, true, false, false, false])
    }
}
