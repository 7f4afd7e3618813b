/// One thing that came out on the paper of a simulated printer, from top to bottom.
package enum PrintedItem: Equatable, Sendable {
    /// A line of text, without trailing spaces.
    case text(String, PrintedStyle)
    case code(String, moduleSize: Int)
    /// Slices that follow one another are one image, as on paper.
    case image(PrintedImage)
    /// Empty lines.
    case feed(Int)
    case cut(isPartial: Bool)
}

/// How a line of text looks.
package struct PrintedStyle: Equatable, Sendable {
    package enum Alignment: String, Sendable {
        case left, centre, right
    }

    package var alignment = Alignment.left
    package var isBold = false
    /// 1 or 2.
    package var widths = 1
    package var heights = 1

    package init() {}
}

/// Dots on paper.
package struct PrintedImage: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// Row by row; true is black.
    package let dots: [Bool]

    package init(width: Int, height: Int, dots: [Bool]) {
        self.width = width
        self.height = height
        self.dots = dots
    }

    /// Nil when the two have different widths, or would be higher than two metres of paper.
    func joined(_ below: PrintedImage) -> PrintedImage? {
        guard width == below.width, height + below.height <= 16_000 else { return nil }
        return PrintedImage(width: width, height: height + below.height, dots: dots + below.dots)
    }
}
