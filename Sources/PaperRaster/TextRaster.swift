import CPangoCairo
package import Claims
package import WireAPI

/// Draws paragraphs as black dots, shaped and broken into lines by Pango.
package enum TextRaster {
    /// From this share of ink on (of 255) a dot is burnt. Below half: thin strokes must not break on thermal paper.
    private static let threshold = 110
    private static let highest = PortableBitmap.highest

    /// One image a paragraph, in order. A paragraph without ink gives one white line.
    ///
    /// Throws `printer.font-missing` when no installed font draws a character, and `printer.image-failed` for a request
    /// beyond the bounds of `RasterRequest`.
    package static func images(_ request: RasterRequest) throws(KioskError) -> [PortableBitmap] {
        guard RasterRequest.widths.contains(request.width),
            (1...RasterRequest.mostParagraphs).contains(request.paragraphs.count)
        else { throw refused("width or number of paragraphs is out of range") }
        var images: [PortableBitmap] = []
        for (index, paragraph) in request.paragraphs.enumerated() {
            guard RasterRequest.sizes.contains(paragraph.size),
                paragraph.text.unicodeScalars.count <= RasterRequest.longestText,
                !paragraph.text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
            else { throw refused("paragraph \(index + 1) is too long, has control characters or a size out of range") }
            images.append(try image(paragraph, width: request.width))
        }
        return images
    }

    private static func image(
        _ paragraph: RasterRequest.Paragraph,
        width: Int
    ) throws(KioskError) -> PortableBitmap {
        let measure = try Canvas(width: 1, height: 1)
        let measured = TextLayout(paragraph, width: width, on: measure)
        guard measured.unknownGlyphs == 0 else { throw fontMissing(paragraph, width: width, on: measure) }
        let height = measured.height
        guard height <= highest else { throw refused("a paragraph is higher than \(highest) dots") }
        let canvas = try Canvas(width: width, height: max(1, height))
        TextLayout(paragraph, width: width, on: canvas).draw(on: canvas)
        let rows = canvas.rows(darkFrom: threshold)
        guard let bitmap = PortableBitmap(width: width, height: max(1, height), rows: rows) else {
            throw refused("the image has an odd size")
        }
        return bitmap
    }

    /// Names the neighbourhood of the first character that cannot be drawn, not the character: it may be of a name.
    private static func fontMissing(
        _ paragraph: RasterRequest.Paragraph,
        width: Int,
        on canvas: Canvas
    ) -> KioskError {
        var alone = paragraph
        let scalar = paragraph.text.unicodeScalars.first { scalar in
            alone.text = String(scalar)
            return TextLayout(alone, width: width, on: canvas).unknownGlyphs > 0
        }
        let place = scalar.map { scalar in
            let start = scalar.value & ~0xFF
            return "U+\(hexadecimal(start))–U+\(hexadecimal(start + 0xFF))"
        }
        return KioskError(
            .printerFontMissing,
            "no font draws a character of \(place ?? "the text")",
            remedy: "Install fonts-noto-core and fonts-noto-cjk."
        )
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func refused(_ why: String) -> KioskError {
        KioskError(.printerImageFailed, why, remedy: "Report this with the journal: the kiosk asks for no such thing.")
    }
}
