/// A paper as a receipt printer gets it: which lines its own font can show, and which must be drawn.
package enum PrintLayout {
    /// Top to bottom, with the cut at the end.
    ///
    /// - Parameters:
    ///   - columns: half-width characters of the printer's font in a line.
    ///   - drawsAll: true where no text is left to the printer's font.
    package static func items(of paper: Paper, columns: Int, drawsAll: Bool) -> [PrintItem] {
        paper.blocks.flatMap { items(of: $0, paper, columns, drawsAll) } + [.cut]
    }

    /// Whether a Chinese printer's font has everything in a text: ASCII, and what GBK has of Han and Chinese punctuation.
    /// A little less than its table holds, so that no doubtful character comes out blank.
    package static func printerCanShow(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x20...0x7E, 0x4E00...0x9FA5: true
            case 0x3001, 0x3002, 0x3008...0x3011, 0x3014...0x3017: true
            // Full-width forms; · — … and quotation marks.
            case 0xFF01...0xFF5E, 0xFFE5, 0xB7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026: true
            default: false
            }
        }
    }

    private static func items(
        of block: Paper.Block,
        _ paper: Paper,
        _ columns: Int,
        _ drawsAll: Bool
    ) -> [PrintItem] {
        func lines(_ block: Paper.Block, _ style: PrintStyle) -> [PrintItem] {
            let alone = Paper(kind: paper.kind, languages: paper.languages, blocks: [block])
            return PaperText.lines(of: alone, columns: columns).map { .text($0.text, style) }
        }
        func paragraphs(_ style: PrintStyle, _ make: (String) -> Paper.Block) -> [PrintItem] {
            block.words.enumerated().flatMap { index, text in
                if !drawsAll, printerCanShow(text) { return lines(make(text), style) }
                let drawn = style == .mark ? "*** \(text) ***" : text
                return [.image(drawn, language: language(of: text, paper.languages, index), style)]
            }
        }
        switch block.kind {
        case .rule: return [.rule]
        case .code: return block.words.map { .code($0) }
        case .mark: return paragraphs(.mark) { .mark([$0]) }
        case .heading: return paragraphs(.heading) { .heading([$0]) }
        case .text: return paragraphs(.plain) { .text([$0]) }
        case .field:
            let whole = block.label.joined(separator: " / ") + ": " + block.words.joined(separator: " / ")
            if !drawsAll, printerCanShow(whole) { return lines(block, .plain) }
            return [.image(whole, language: language(of: whole, paper.languages, 0), .plain)]
        }
    }

    /// What is in Tibetan letters is Tibetan, on whatever paper it stands.
    private static func language(of text: String, _ languages: [String], _ index: Int) -> String {
        if text.unicodeScalars.contains(where: { (0x0F00...0x0FFF).contains($0.value) }) { return "bo" }
        return languages.indices.contains(index) ? languages[index] : "zh-CN"
    }
}
