extension PaperText {
    /// Cuts a text into lines of at most `columns` (2 or more), never inside a grapheme.
    ///
    /// A line may end at a space, which is dropped, after a hyphen or slash that no digit follows, after a Tibetan tsheg
    /// or shad, and before or after a Han character; a closing mark such as `，` does not begin a line. What has none of
    /// these is cut where it must be. An empty text is one empty line.
    package static func wrap(_ text: String, _ columns: Int) -> [String] {
        let columns = max(columns, 2)
        var lines: [String] = []
        var line: [Character] = []
        var width = 0
        for character in text {
            let size = TextWidth.columns(of: character)
            while width + size > columns, character != " ", !line.isEmpty {
                let cut = breakPoint(in: line, before: character)
                lines.append(trimmed(line[..<cut]))
                line = Array(line[cut...])
                if line.first == " " { line.removeFirst() }
                width = TextWidth.columns(of: String(line))
            }
            if line.isEmpty, character == " ", !lines.isEmpty { continue }
            line.append(character)
            width += size
        }
        lines.append(trimmed(line[...]))
        return lines
    }

    /// Where to cut a full line before one more character: 1 to its length.
    private static func breakPoint(in line: [Character], before next: Character) -> Int {
        var index = line.count
        while index > 0 {
            let following = index < line.count ? line[index] : next
            if canBreak(between: line[index - 1], and: following) { return index }
            index -= 1
        }
        return line.count
    }

    private static func canBreak(between left: Character, and right: Character) -> Bool {
        if closing.contains(right) || opening.contains(left) { return false }
        if left == " " || right == " " { return true }
        if "-/".contains(left) { return !right.isNumber }
        if tibetanEnds.contains(left) { return !tibetanEnds.contains(right) }
        return isHan(left) || isHan(right)
    }

    private static func isHan(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x3FFFD: return true
        default: return false
        }
    }

    private static func trimmed(_ line: ArraySlice<Character>) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    private static let closing: Set<Character> = ["，", "。", "、", "；", "：", "！", "？", "）", "》", "”", "」", "】", ":", ","]
    private static let tibetanEnds: Set<Character> = ["\u{0F0B}", "\u{0F0D}"]
    private static let opening: Set<Character> = ["（", "《", "“", "「", "【"]
}
