import DeviceSimulator
import Testing

/// The simulated printer against the bytes of docs/readers/escpos-printer.md, without our encoder.
struct ESCPOSReaderTests {
    private func bytes(_ hex: String) -> [UInt8] {
        hex.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
    }

    private func paper(_ hex: String) -> [PrintedItem] {
        var printer = ESCPOSReader()
        printer.receive(bytes(hex))
        #expect(printer.unknownCommands.isEmpty)
        return printer.paper
    }

    @Test func `text, sizes, alignment, feed and cuts come out`() {
        var tall = PrintedStyle()
        tall.heights = 2
        tall.isBold = true
        tall.alignment = .centre
        #expect(paper("1B 40 1C 26 BB D8 CA D5 1C 2E 41 20 0A") == [.text("回收A", PrintedStyle())])
        #expect(paper("1B 61 01 1B 21 10 1C 21 08 1B 45 01 41 0A 1B 64 02") == [.text("A", tall), .feed(2)])
        #expect(
            paper("1D 56 00 1D 56 01 1D 56 41 03 1D 56 42 03").map { $0 == .cut(isPartial: true) }
                == [false, true, false, true]
        )
    }

    @Test func `a QR code and an image come out`() {
        let code = """
            1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31
            1D 28 6B 05 00 31 50 30 56 44 1D 28 6B 03 00 31 51 30
            """
        #expect(paper(code) == [.code("VD", moduleSize: 6)])
        let dots = [true, false, false, false, false, false, false, true] + [Bool](repeating: true, count: 8)
        #expect(paper("1D 76 30 00 01 00 02 00 81 FF") == [.image(PrintedImage(width: 8, height: 2, dots: dots))])
    }

    @Test func `answers are those of the page, also in the middle of an image`() {
        var printer = ESCPOSReader()
        let ask = bytes("10 04 01 10 04 02 10 04 04")
        printer.receive(ask)
        #expect(printer.replies() == [0x12, 0x12, 0x12])
        printer.paperState = .nearEnd
        printer.receive(ask)
        #expect(printer.replies() == [0x12, 0x12, 0x1E])
        printer.paperState = .out
        printer.receive(ask)
        #expect(printer.replies() == [0x1A, 0x32, 0x7E])
        printer.paperState = .ok
        printer.isCoverOpen = true
        printer.receive(ask)
        #expect(printer.replies() == [0x1A, 0x16, 0x12])
        printer.isCoverOpen = false
        printer.receive(bytes("1D 76 30 00 03 00 01 00 10 04 01"))
        #expect(printer.replies() == [0x12])
        printer.answers = false
        printer.receive(ask)
        #expect(printer.replies().isEmpty)
    }

    @Test func `what python-escpos 3.1 makes comes out as it was meant`() {
        // hw("INIT"), set(align="center", bold=True), text, Chinese text, qr(native=True, size=6),
        // image(impl="bitImageRaster") of 16 by 3 dots, cut(mode="PART").
        let printed = paper(
            """
            1B 40 1B 45 01 1B 61 01 44 51 30 31 2D 30 30 30 31 32 33 2D 37 0A 1B 45 00 1B 61 00 1C 26 BB D8 CA D5 C6
            BE D6 A4 1C 2E 0A 1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 30 1D 28 6B 15
            00 31 50 30 56 44 2D 32 30 32 36 30 31 30 31 2D 30 30 30 31 32 33 1D 28 6B 03 00 31 51 30 1D 76 30 00 02
            00 03 00 80 01 01 00 00 80 1B 64 06 1D 56 01
            """
        )
        var bold = PrintedStyle()
        bold.isBold = true
        bold.alignment = .centre
        var dots = [Bool](repeating: false, count: 48)
        for dot in [0, 15, 16 + 7, 32 + 8] { dots[dot] = true }
        #expect(
            printed == [
                .text("DQ01-000123-7", bold), .text("回收凭证", PrintedStyle()), .code("VD-20260101-000123", moduleSize: 6),
                .image(PrintedImage(width: 16, height: 3, dots: dots)), .feed(6), .cut(isPartial: true),
            ]
        )
    }

    @Test func `offline it keeps what it gets and prints it later`() {
        var printer = ESCPOSReader()
        printer.isCoverOpen = true
        printer.receive(bytes("41 0A"))
        #expect(printer.paper.isEmpty)
        printer.isCoverOpen = false
        #expect(printer.takePaper() == [.text("A", PrintedStyle())])
        #expect(printer.paper.isEmpty)
    }

    @Test func `any bytes in any cuts give the same paper and never a trap`() {
        var random = SystemRandomNumberGenerator()
        let seeds: [UInt8] = [0x1B, 0x1C, 0x1D, 0x28, 0x6B, 0x76, 0x30, 0x31, 0x40, 0x50, 0x56, 0x00, 0x01, 0x0A, 0x10]
        for _ in 0..<300 {
            let bytes = (0..<300).map { _ -> UInt8 in
                Bool.random(using: &random)
                    ? seeds.randomElement(using: &random) ?? 0 : .random(in: 0...255, using: &random)
            }
            var whole = ESCPOSReader()
            whole.receive(bytes)
            var cut = ESCPOSReader()
            for byte in bytes { cut.receive([byte]) }
            #expect(whole.paper == cut.paper, "\(bytes)")
            #expect(whole.replies() == cut.replies())
        }
    }
}
