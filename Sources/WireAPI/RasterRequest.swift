/// What `kiosk-raster` reads on its standard input, as JSON. It answers with one `PortableBitmap` a paragraph, in order,
/// on its standard output; or with an `ErrorBody` on standard error and a code other than 0.
package struct RasterRequest: Codable, Equatable, Sendable {
    package struct Paragraph: Codable, Equatable, Sendable {
        package enum Alignment: String, Codable, Sendable {
            case left
            case centre
        }

        /// At most `longestText` scalars, without control characters. Broken into lines where it is too wide.
        package var text: String
        /// `zh-CN`, `bo`, `en`: which form of a shared character is drawn, and which font comes first.
        package var language: String
        /// Height of an em in dots, `smallest`…`largest`.
        package var size: Int
        package var bold: Bool
        package var alignment: Alignment

        package init(text: String, language: String, size: Int, bold: Bool, alignment: Alignment) {
            self.text = text
            self.language = language
            self.size = size
            self.bold = bold
            self.alignment = alignment
        }
    }

    package static let widths = 64...1_024
    package static let sizes = 12...96
    package static let longestText = 2_000
    package static let mostParagraphs = 200
    /// Bytes of the JSON.
    package static let longestRequest = 1 << 20

    /// Dots. Every image is exactly this wide, filled up to whole bytes.
    package var width: Int
    package var paragraphs: [Paragraph]

    package init(width: Int, paragraphs: [Paragraph]) {
        self.width = width
        self.paragraphs = paragraphs
    }
}
