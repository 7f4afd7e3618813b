/// How many columns of a printer or terminal a text takes.
///
/// Of what is not ASCII, everything counts as two columns that a GB 18030 printer draws with its Chinese font: Han,
/// full-width forms, and also `ê`, `·` and `—`. Where a device draws those narrow, a line ends early; it never runs
/// over. Tibetan is an **estimate**: one column for each stack of letters and for each tsheg, which fonts draw of different
/// widths. A device without a Tibetan font has to print the line as a picture anyway.
package enum TextWidth {
    package static func columns(of text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// 0 for a mark that stands alone, else 1 or 2.
    package static func columns(of character: Character) -> Int {
        character.unicodeScalars.reduce(0) { max($0, columns(of: $1)) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        case 0x0F00...0x0FFF: isMark(scalar) ? 0 : 1
        default: isMark(scalar) ? 0 : 2
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: true
        default: false
        }
    }
}
