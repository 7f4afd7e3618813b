import Claims
import PaperRaster
import Testing
import WireAPI

struct TextRasterTests {
    private func image(
        _ text: String,
        language: String = "bo",
        width: Int = 576,
        size: Int = 24,
        bold: Bool = false,
        alignment: RasterRequest.Paragraph.Alignment = .left
    ) throws -> PortableBitmap {
        let paragraph = RasterRequest.Paragraph(
            text: text,
            language: language,
            size: size,
            bold: bold,
            alignment: alignment
        )
        return try #require(
            try TextRaster.images(RasterRequest(width: width, paragraphs: [paragraph])).first
        )
    }

    private func ink(_ image: PortableBitmap) -> Int { image.rows.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The leftmost and the rightmost black column.
    private func columns(_ image: PortableBitmap) throws -> ClosedRange<Int> {
        let black = (0..<image.width).filter { column in
            (0..<image.height).contains { image.isBlack(row: $0, column: column) }
        }
        return try #require(black.first)...(try #require(black.last))
    }

    @Test(arguments: ["བོད་ཡིག", "回收凭证", "Receipt 123"]) func `a line is as wide as the paper and no higher than a line`(
        text: String
    ) throws {
        let image = try image(text)
        #expect(image.width == 576)
        #expect((20...72).contains(image.height), "\(image.height)")
        #expect(ink(image) > 200)
        #expect(try columns(image).upperBound < 300)
    }

    @Test func `a stack of Tibetan letters stands on one place`() throws {
        // BRGYUD: four letters in one stack, against the same letters side by side.
        let stacked = try columns(try image("བརྒྱུད"))
        let apart = try columns(try image("བརགཡད"))
        #expect(stacked.count < apart.count * 3 / 4, "\(stacked) \(apart)")
        // The subjoined letters reach lower than the letter alone.
        #expect(try lowest(try image("རྒྱུ")) > lowest(try image("ར")) + 4)
    }

    private func lowest(_ image: PortableBitmap) throws -> Int {
        try #require(
            (0..<image.height).last { row in (0..<image.width).contains { image.isBlack(row: row, column: $0) } }
        )
    }

    @Test func `Tibetan stands as high beside Chinese, whichever comes first`() throws {
        // How much lower than the Chinese letter the Tibetan one begins must not hang on which comes first.
        func head(_ image: PortableBitmap, _ columns: ClosedRange<Int>) -> Int? {
            (0..<image.height).first { row in columns.contains { image.isBlack(row: row, column: $0) } }
        }
        let chineseFirst = try image("回ཀ")
        let tibetanFirst = try image("ཀ回")
        let split = (try columns(try image("回"))).upperBound + 3
        let last = (try columns(try image("ཀ"))).upperBound + 3
        let first = try #require(head(chineseFirst, split...100)) - (try #require(head(chineseFirst, 0...(split - 3))))
        let second = try #require(head(tibetanFirst, 0...(last - 3))) - (try #require(head(tibetanFirst, last...100)))
        #expect(abs(first - second) <= 2, "\(first) \(second)")
    }

    @Test func `a long text is broken into lines, and a word without a break too`() throws {
        let one = try image("回收", language: "zh-CN", width: 384)
        let many = try image(String(repeating: "回收凭证", count: 10), language: "zh-CN", width: 384)
        #expect(many.height >= one.height * 2 && many.width == 384)
        let word = try image(String(repeating: "W", count: 60), language: "en", width: 384)
        #expect(word.height >= one.height * 2)
        #expect(try columns(word).upperBound < 384)
    }

    @Test func `large and bold text has more ink, and centred text is in the middle`() throws {
        let plain = try image("回收", language: "zh-CN")
        #expect(ink(try image("回收", language: "zh-CN", bold: true)) > ink(plain))
        #expect(try image("回收", language: "zh-CN", size: 48).height > plain.height)
        let centred = try columns(try image("回收", language: "zh-CN", alignment: .centre))
        #expect(abs((centred.lowerBound + centred.upperBound) / 2 - 288) < 4)
        #expect(try columns(plain).lowerBound < 8)
    }

    @Test func `a character that no font has is an error that names its neighbourhood only`() throws {
        // Private use: no font of Debian's draws it.
        let error = #expect(throws: KioskError.self) { try image("甲\u{F8FF3}", language: "zh-CN") }
        #expect(error?.code == .printerFontMissing)
        #expect(error?.message.contains("U+F8F00–U+F8FFF") == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        RasterRequest(width: 63, paragraphs: []), RasterRequest(width: 1_025, paragraphs: []),
        RasterRequest(width: 576, paragraphs: []),
    ]) func `a request out of bounds is refused`(request: RasterRequest) {
        let error = #expect(throws: KioskError.self) { try TextRaster.images(request) }
        #expect(error?.code == .printerImageFailed)
    }

    @Test func `control characters, monstrous sizes and endless texts are refused`() {
        for (text, size) in [("a\nb", 24), ("a", 97), ("a", 11), (String(repeating: "a", count: 2_001), 24)] {
            let error = #expect(throws: KioskError.self) { try image(text, size: size) }
            #expect(error?.code == .printerImageFailed)
        }
    }

    @Test func `an empty text is one blank line or less`() throws {
        #expect(ink(try image("")) == 0)
    }

    @Test func `bitmaps come back as they were written, and nothing else is taken for one`() throws {
        let images = [try image("回"), try image("收", width: 384)]
        let bytes = images.flatMap(\.bytes)
        #expect(try PortableBitmap.images(in: bytes, limit: 2) == images)
        let wrong: [[UInt8]] = [
            Array(bytes.dropLast()), bytes + [0], Array("P5\n8 1\n".utf8) + [0], Array("P4\n0 1\n".utf8),
            Array("P4\n999999 1\n".utf8), Array("P4\n8 \n".utf8), Array("P4\n8 8193\n".utf8), Array("P4\n8".utf8),
        ]
        for bytes in wrong {
            let error = #expect(throws: KioskError.self) { try PortableBitmap.images(in: bytes, limit: 2) }
            #expect(error?.code == .printerImageFailed)
        }
        #expect(throws: KioskError.self) { try PortableBitmap.images(in: bytes, limit: 1) }
    }
}
