import Devices
import NIOCore
import NIOTestUtils
import ReaderProtocols
import Testing

struct LineFramerTests {
    private static func settings(
        _ ending: ScannerSettings.Ending = .auto,
        stx: Bool = false,
        commands: ScannerSettings.Commands = .none
    ) -> ScannerSettings {
        var settings = ScannerSettings()
        settings.ending = ending
        settings.stripSTX = stx
        settings.commands = commands
        return settings
    }

    /// Reads as hexadecimal bytes; `…` is a silence.
    private func outputs(_ reads: [String], _ settings: ScannerSettings = ScannerSettings()) -> [LineFramer.Output] {
        var framer = LineFramer(settings)
        var pending = ByteBuffer()
        var outputs: [LineFramer.Output] = []
        for read in reads {
            if read == "…" {
                if let output = framer.silence(buffer: &pending) { outputs.append(output) }
                #expect(pending.readableBytes == 0)
                continue
            }
            pending.writeImmutableBuffer(Vectors.buffer(read))
            while let output = framer.decode(buffer: &pending) { outputs.append(output) }
        }
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
    func `reads are cut at CR, LF and CR LF however they fall`(reads: [String], frames: [String]) {
        #expect(outputs(reads) == frames.map(frame))
    }

    @Test(
        arguments: [
            (.cr, ["41 0A 42 0D 0A 43 0D"], ["A\nB", "C"]),
            (.lf, ["41 0D 42 0A 43 0D 0A"], ["A\rB", "C"]),
            (.crlf, ["41 0D 42 0A 43 0D", "0A 44 0D 0A 0D 0A"], ["A\rB\nC", "D"]),
            (.tab, ["41 0D 42 09 43", "09 09 0D 0A 44 09"], ["A\rB", "C", "D"]),
        ] as [(ScannerSettings.Ending, [String], [String])]
    )
    func `with one ending set the others are data`(ending: ScannerSettings.Ending, reads: [String], frames: [String]) {
        #expect(outputs(reads, Self.settings(ending)) == frames.map(frame))
    }

    @Test(
        arguments: [
            (.auto, ["02 41 42 03 0D 02 03 0D 43 0D"], ["AB", "C"]),
            (.auto, ["02 41 42 03", "04 02 43 03 04"], ["AB", "C"]),
            (.none, ["02 41 42 03 04 02 43", "…"], ["AB", "C"]),
            (.crlf, ["02 41 0D 42 03 0D 0A"], ["A\rB"]),
        ] as [(ScannerSettings.Ending, [String], [String])]
    )
    func `STX, ETX and EOT go when the device is set up so`(
        ending: ScannerSettings.Ending,
        reads: [String],
        frames: [String]
    ) {
        #expect(outputs(reads, Self.settings(ending, stx: true)) == frames.map(frame))
    }

    @Test func `without an end a silence ends a read, and what a scanner sends behind it goes`() {
        let settings = Self.settings(.none)
        #expect(outputs(["41", "42", "…", "43 0D 0A", "…", "…"], settings) == [frame("AB"), frame("C")])
        #expect(outputs(["0D 0A", "…"], settings).isEmpty)
        let long = String(repeating: "41 ", count: LineFramer.maximumFrameSize)
        #expect(outputs([long, "…"], settings) == [frame(String(repeating: "A", count: 4_096))])
        #expect(outputs([long, "41", "42", "…", "43", "…"], settings) == [.oversize, frame("C")])
    }

    @Test func `with an end a silence throws the read away and says so once`() {
        #expect(outputs(["41", "…", "42 0D", "…"]) == [.fragment, frame("B")])
        #expect(outputs(["41", "…", "42 0D"], Self.settings(.lengthPrefixed)) == [.damaged, .damaged])
        #expect(outputs(["0D", "…"]).isEmpty)
    }

    @Test func `a length before the data ends it, whatever the data holds`() {
        let settings = Self.settings(.lengthPrefixed)
        #expect(
            outputs(["03 03 41 0D 42 03", "02 0A", "03 03 00 0D 0A 03 01 43"], settings)
                == [frame("A\rB"), frame("\n\u{03}"), frame("C")]
        )
        #expect(outputs(["03", "05 41", "…", "03 01 42"], settings) == [.fragment, frame("B")])
        // Out of step, nothing is believed before the line was silent.
        #expect(outputs(["41 03 01 42", "03 01 42", "…", "03 01 43"], settings) == [.damaged, frame("C")])
    }

    @Test(arguments: ScannerSettings.Ending.allCases.filter { $0 != .none })
    func `every split of the bytes gives the same frames`(ending: ScannerSettings.Ending) throws {
        let text = "藏A12345\u{1D}\\"
        let end =
            switch ending {
            case .auto, .crlf: "\r\n"
            case .cr: "\r"
            case .lf: "\n"
            case .tab: "\t"
            case .none, .lengthPrefixed: ""
            }
        let head = ending == .lengthPrefixed ? "\u{03}" + String(UnicodeScalar(UInt8(text.utf8.count))) : ""
        let whole = "\n\r\n\(head)\(text)\(end)"
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [
                (ByteBuffer(string: whole), [frame(text)]),
                (ByteBuffer(string: whole + whole), [frame(text), frame(text)]),
                (ByteBuffer(string: "\r\r\n" + end), []),
            ]
        ) { LineFramer(Self.settings(ending)) }
    }

    @Test func `every split with STX and with replies in between gives the same`() throws {
        let newland = ByteBuffer(bytes: Vectors.bytes("02 01 30 30 30 30 23 53 43 4E 54 52 47 31 06 3B 03 02 41 03 0D"))
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [(newland, [.reply(.accepted), frame("A")])]
        ) { LineFramer(Self.settings(stx: true, commands: .newland)) }
        let gm65 = ByteBuffer(bytes: Vectors.bytes("02 00 00 01 00 33 31 03 01 41"))
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: [(gm65, [.reply(.accepted), frame("A")])]
        ) { LineFramer(Self.settings(.lengthPrefixed, commands: .gm65)) }
    }

    @Test(
        arguments: [
            (.newland, "02 01 30 30 30 30 23 53 43 4E 54 52 47 31 06 3B 03", .reply(.accepted)),
            (.newland, "02 01 30 30 30 30 40 53 43 4E 54 52 47 39 15 3B 03", .reply(.badValue)),
            (.newland, "02 01 30 30 30 30 23 58 59 5A 05 3B 03", .reply(.unknownCommand)),
            (.newland, "02 01 30 30 30 30 23 58 59 5A 07 3B 03", .reply(.refused(7))),
            (.newland, "02 01 41 42 0D", .damaged),
            (.gm65, "02 00 00 01 00 33 31", .reply(.accepted)),
            (.gm65, "02 00 00 01 00 33 32 0D", .damaged),
        ] as [(ScannerSettings.Commands, String, LineFramer.Output)]
    )
    func `a reply is told from a scan, and the next scan is whole`(
        commands: ScannerSettings.Commands,
        reply: String,
        output: LineFramer.Output
    ) {
        #expect(outputs([reply + " 41 0D"], Self.settings(commands: commands)) == [output, frame("A")])
    }

    @Test(
        arguments: [
            ["02 02 00 00 01 00 33 31 02 41 0D"], ["02 02", "00 00 01 00 33 31 02 41 0D"],
            ["02", "02 00", "00 01 00 33 31 02", "41 0D"],
        ]
    )
    func `a reply behind a stray STX is told however the bytes fall`(reads: [String]) {
        #expect(outputs(reads, Self.settings(stx: true, commands: .gm65)) == [.reply(.accepted), frame("A")])
    }

    @Test func `a reply that never ends is dropped at a bound, or at a silence`() {
        let settings = Self.settings(commands: .newland)
        let head = "02 01 30 30 30 30 "
        #expect(outputs([head, "…", "41 0D"], settings) == [.fragment, frame("A")])
        let endless = head + String(repeating: "41 ", count: 600)
        #expect(outputs([endless, "0D 42 0D"], settings) == [.damaged, frame("B")])
    }

    @Test func `a frame of the greatest size passes, one byte more does not, and the next is whole again`() {
        let full = String(repeating: "41 ", count: LineFramer.maximumFrameSize)
        for (ending, end) in [(.auto, "0D"), (.lf, "0D 0A"), (.crlf, "0D 0A")] as [(ScannerSettings.Ending, String)] {
            let settings = Self.settings(ending)
            #expect(outputs([full + end], settings) == [frame(String(repeating: "A", count: 4_096))])
            for reads in [[full + "41 \(end) 42 \(end)"], [full + "41", "41 41", end, "42 \(end)"]] {
                #expect(outputs(reads, settings) == [.oversize, frame("B")])
            }
        }
    }

    @Test func `too long a frame with CR LF ends at CR LF only, also when they come apart`() {
        let long = "41 0A " + String(repeating: "41 ", count: LineFramer.maximumFrameSize)
        let settings = Self.settings(.crlf)
        #expect(outputs([long + "0A 42 0D 0A 43 0D 0A"], settings) == [.oversize, frame("C")])
        #expect(outputs([long, "0A 42 0D", "0A 43 0D 0A"], settings) == [.oversize, frame("C")])
    }

    @Test(arguments: ScannerSettings.Ending.allCases)
    func `an endless stream is reported once and takes no memory`(ending: ScannerSettings.Ending) {
        var framer = LineFramer(Self.settings(ending))
        var pending = ByteBuffer()
        var outputs: [LineFramer.Output] = []
        for _ in 0..<1_000 {
            pending.writeImmutableBuffer(ByteBuffer(repeating: 0x41, count: 1_000))
            while let output = framer.decode(buffer: &pending) { outputs.append(output) }
            #expect(pending.readableBytes <= 4_097)
            pending.discardReadBytes()
        }
        #expect(outputs == [ending == .lengthPrefixed ? .damaged : .oversize])
    }

    @Test func `noise leaves no more pending than a frame, and ends nowhere`() {
        var generator = SeededGenerator(seed: 11)
        for ending in ScannerSettings.Ending.allCases {
            for commands in [ScannerSettings.Commands.none, .newland, .gm65] {
                var framer = LineFramer(Self.settings(ending, stx: true, commands: commands))
                var pending = ByteBuffer()
                for _ in 0..<200 {
                    let count = Int.random(in: 0...300, using: &generator)
                    pending.writeBytes((0..<count).map { _ in UInt8.random(in: 0...15, using: &generator) })
                    while let output = framer.decode(buffer: &pending) {
                        if case .frame(let frame) = output {
                            #expect((1...LineFramer.maximumFrameSize).contains(frame.readableBytes))
                        }
                    }
                    #expect(pending.readableBytes <= 4_097)
                    if Bool.random(using: &generator) { _ = framer.silence(buffer: &pending) }
                }
            }
        }
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
