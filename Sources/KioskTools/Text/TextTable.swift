/// Columns of text, aligned, with two spaces between.
package struct TextTable: Sendable {
    private var rows: [(cells: [String], notes: [String])] = []

    package init() {}

    /// - Parameter notes: lines below the row, indented.
    package mutating func add(_ cells: [String], notes: [String] = []) { rows.append((cells, notes)) }

    package func lines(_ style: (_ column: Int, _ row: Int, _ text: String) -> String = { $2 }) -> [String] {
        var widths: [Int] = []
        for (cells, _) in rows {
            for (column, cell) in cells.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], Self.width(cell))
            }
        }
        return rows.enumerated().flatMap { row, entry in
            let padded = entry.cells.enumerated().map { column, cell in
                let isLast = column == entry.cells.count - 1
                let padding = isLast ? "" : String(repeating: " ", count: widths[column] - Self.width(cell))
                return style(column, row, cell) + padding
            }
            return [padded.joined(separator: "  ")] + entry.notes.map { "    \($0)" }
        }
    }

    /// Columns on the terminal: Chinese characters take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x0300...0x036F, 0x0F71...0x0F84: sum
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}
