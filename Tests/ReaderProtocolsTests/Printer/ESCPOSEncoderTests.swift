import Claims
import ReaderProtocols
import Testing

struct ESCPOSEncoderTests {
    private func bytes(_ build: (inout ESCPOSEncoder) throws -> Void) rethrows -> [UInt8] {
        var encoder = ESCPOSEncoder()
        try build(&encoder)
        return encoder.data.pieces.flatMap { $0 }
    }

    @Test func `every command has the bytes of the page`() throws {
        #expect(bytes { $0.initialise() } == Vectors.bytes("1B 40"))
        #expect(bytes { $0.align(.left) } == Vectors.bytes("1B 61 00"))
        #expect(bytes { $0.align(.centre) } == Vectors.bytes("1B 61 01"))
        #expect(bytes { $0.align(.right) } == Vectors.bytes("1B 61 02"))
        #expect(bytes { $0.set(.tall) } == Vectors.bytes("1B 21 10 1C 21 08"))
        #expect(bytes { $0.set(.normal) } == Vectors.bytes("1B 21 00 1C 21 00"))
        #expect(bytes { $0.setBold(true) } == Vectors.bytes("1B 45 01"))
        #expect(bytes { $0.feed(lines: 5) } == Vectors.bytes("1B 64 05"))
        #expect(bytes { $0.cut() } == Vectors.bytes("1D 56 42 03"))
    }

    @Test func `Chinese text goes in Chinese mode, and ASCII goes as it is`() throws {
        let chinese = try bytes { try $0.line("回收凭证") }
        #expect(chinese == Vectors.bytes("1C 26 BB D8 CA D5 C6 BE D6 A4 1C 2E 0A"))
        #expect(try bytes { try $0.line("DQ01-1") } == Array("DQ01-1\n".utf8))
    }

    @Test func `no text can command the printer`() throws {
        #expect(try bytes { try $0.line("a\u{1B}@\u{10}\u{04}\u{01}\n\u{7F}") } == Array("a?@?????\n".utf8))
    }

    @Test func `a line that no receipt has is refused`() {
        var encoder = ESCPOSEncoder()
        let error = #expect(throws: KioskError.self) { try encoder.line(String(repeating: "张", count: 171)) }
        #expect(error?.code == .printerTextNotEncoded)
        #expect(throws: Never.self) { try encoder.line(String(repeating: "张", count: 170)) }
    }

    @Test func `a QR code of model 2 has the bytes of the page`() throws {
        let bytes = try bytes { try $0.code("VD-20260101-000123", moduleSize: 6, level: .medium) }
        let expected = """
            1D 28 6B 04 00 31 41 32 00
            1D 28 6B 03 00 31 43 06
            1D 28 6B 03 00 31 45 31
            1D 28 6B 15 00 31 50 30 56 44 2D 32 30 32 36 30 31 30 31 2D 30 30 30 31 32 33
            1D 28 6B 03 00 31 51 30
            """
        #expect(bytes == Vectors.bytes(expected))
    }

    @Test func `a QR code that cannot be is refused, and the length has two bytes`() throws {
        var encoder = ESCPOSEncoder()
        for size in [0, 2_301] {
            let error = #expect(throws: KioskError.self) {
                try encoder.code(String(repeating: "A", count: size), moduleSize: 4, level: .low)
            }
            #expect(error?.code == .requestTooLarge)
        }
        let long = try bytes { try $0.code(String(repeating: "A", count: 300), moduleSize: 4, level: .high) }
        #expect(long.contains([0x1D, 0x28, 0x6B, 0x2F, 0x01, 0x31, 0x50, 0x30]))
        #expect(long.contains([0x31, 0x45, 0x33]))
    }

    @Test(arguments: [(1, 1_000, 255), (48, 600, 42), (72, 600, 28), (128, 100, 15)])
    func `an image goes in slices that fit a piece and lose no row`(row: Int, lines: Int, slice: Int) throws {
        let rows = (0..<row * lines).map { UInt8(truncatingIfNeeded: $0 / row) | 0x80 }
        var encoder = ESCPOSEncoder()
        encoder.image(bytesPerRow: row, rows: rows)
        var rest = encoder.data.pieces.flatMap { $0 }[...]
        var seen: [UInt8] = []
        var heights: [Int] = []
        while rest.count >= 8 {
            let header = Array(rest.prefix(8))
            #expect(header.prefix(4) == [0x1D, 0x76, 0x30, 0x00])
            #expect(header[4...5] == [UInt8(row), 0])
            let height = Int(header[6]) | Int(header[7]) << 8
            heights.append(height)
            seen += rest.dropFirst(8).prefix(height * row)
            rest = rest.dropFirst(8 + height * row)
        }
        #expect(seen == rows)
        #expect(heights.max() == slice && heights.max() ?? 0 <= ESCPOSEncoder.highestSlice)
        #expect(encoder.data.pieces.allSatisfy { $0.count <= PrintData.usualPiece })
        #expect(encoder.data.height == lines)
    }

    @Test func `no image holds a real-time command`() {
        var encoder = ESCPOSEncoder()
        encoder.image(bytesPerRow: 8, rows: [0x10, 0x04, 0x01, 0x10, 0x05, 0x10, 0x14, 0x08])
        let image = encoder.data.pieces.flatMap { $0 }.dropFirst(8)
        #expect(Array(image) == [0x10, 0x0C, 0x01, 0x10, 0x0D, 0x10, 0x1C, 0x08])
    }

    @Test(arguments: [0, 129]) func `an image of no width, or wider than any printer, is left out`(row: Int) {
        var encoder = ESCPOSEncoder()
        encoder.image(bytesPerRow: row, rows: [1, 2, 3])
        #expect(encoder.data.pieces.isEmpty)
    }

    @Test func `a piece ends between two commands`() throws {
        var encoder = ESCPOSEncoder()
        for _ in 0..<200 { try encoder.line(String(repeating: "x", count: 40)) }
        let pieces = encoder.data.pieces
        #expect(pieces.count == 5)
        #expect(pieces.allSatisfy { $0.count <= PrintData.usualPiece && $0.last == 0x0A && $0.first == 0x78 })
    }
}
