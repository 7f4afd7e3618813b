/// A paper as lines of text for a width in columns.
///
/// Common widths: 32 on 58 mm paper, 42 and 48 on 80 mm.
package enum PaperText {
    package struct Line: Equatable, Sendable {
        package enum Style: String, Sendable {
            case plain
            case mark
            case heading
            /// The whole content of a QR code; the only line that may be wider than the paper.
            case code
        }

        package let style: Style
        package let text: String
    }

    /// The narrowest paper there is.
    package static let narrowest = 16

    /// Top to bottom. `columns` below `narrowest` count as that.
    package static func lines(of paper: Paper, columns: Int) -> [Line] {
        let columns = max(columns, narrowest)
        return paper.blocks.flatMap { block in
            switch block.kind {
            case .rule: [Line(style: .plain, text: String(repeating: "-", count: columns))]
            case .code: block.words.map { Line(style: .code, text: $0) }
            case .mark: marks(block.words, columns)
            case .heading: centred(block.words, columns, .heading)
            case .text: block.words.flatMap { plain(wrap($0, columns)) }
            case .field: field(block, columns)
            }
        }
    }

    /// The same as one text, each line with a line feed. The content of a code is cut into lines, so that a person
    /// can type it.
    package static func text(of paper: Paper, columns: Int) -> String {
        let columns = max(columns, narrowest)
        return lines(of: paper, columns: columns)
            .flatMap { $0.style == .code ? wrap($0.text, columns) : [$0.text] }
            .map { $0 + "\n" }.joined()
    }

    private static func plain(_ texts: [String]) -> [Line] { texts.map { Line(style: .plain, text: $0) } }

    /// `*** text ***` where that fits, else with a line of asterisks above and below.
    private static func marks(_ words: [String], _ columns: Int) -> [Line] {
        if words.allSatisfy({ TextWidth.columns(of: $0) + 8 <= columns }) {
            return centred(words.map { "*** \($0) ***" }, columns, .mark)
        }
        let stars = Line(style: .mark, text: String(repeating: "*", count: columns))
        return [stars] + centred(words, columns, .mark) + [stars]
    }

    private static func centred(_ words: [String], _ columns: Int, _ style: Line.Style) -> [Line] {
        words.flatMap { wrap($0, columns) }.map { text in
            let space = (columns - TextWidth.columns(of: text)) / 2
            return Line(style: style, text: String(repeating: " ", count: max(0, space)) + text)
        }
    }

    /// `label: value` on one line where that fits, else the value two columns in on lines of its own.
    private static func field(_ block: Paper.Block, _ columns: Int) -> [Line] {
        let label = block.label.joined(separator: " / ") + ":"
        let value = block.words.joined(separator: " / ")
        let both = "\(label) \(value)"
        if TextWidth.columns(of: both) <= columns { return plain([both]) }
        let long = TextWidth.columns(of: value) > columns - 2
        let values = long ? block.words : [value]
        return plain(wrap(label, columns))
            + plain(values.flatMap { wrap($0, columns - 2) }.map { "  " + $0 })
    }
}
