import Claims
import Papers
import Testing

struct PaperTextTests {
    @Test(arguments: [("A1-", 3), ("拉萨A", 5), ("（满）", 6), ("བོད་", 3), ("ཀྱི", 1), ("ê", 2), ("", 0), ("e\u{301}", 1)])
    func `a text is as wide as a Chinese printer draws it`(text: String, columns: Int) {
        #expect(TextWidth.columns(of: text) == columns)
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]),
        ("电动自行车，回收", 10, ["电动自行", "车，回收"]),
        ("（回收）拉萨A00101", 8, ["（回收）", "拉萨", "A00101"]),
        ("over-standard", 8, ["over-", "standard"]),
        ("on 2025-03-10", 12, ["on", "2025-03-10"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("བོད་ཡིག་འདི", 7, ["བོད་ཡིག་", "འདི"]),
        ("", 10, [""]),
    ])
    func `a line ends where a reader expects it`(text: String, columns: Int, lines: [String]) {
        #expect(PaperText.wrap(text, columns) == lines)
    }

    @Test func `no line is wider than the paper, and no grapheme is lost or cut`() {
        var random = SeededRandom(seed: 20_250_310)
        let alphabet: [Character] = [
            "a", "Z", "7", " ", "-", "/", "拉", "萨", "，", "（", "）", "ཀྱི", "བ", "་", "།", "ê", "👨‍👩‍👧", "·", "\u{301}", "ཨོཾ",
        ]
        for _ in 0..<3_000 {
            let text = random.text(of: alphabet, upTo: 120)
            let columns = [2, 3, 16, 32, 42, 48].randomElement(using: &random) ?? 32
            let lines = PaperText.wrap(text, columns)
            #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= columns }, "\(columns): \(text)")
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(columns): \(text)")
        }
    }

    @Test func `a paper of any words fits its width`() throws {
        var random = SeededRandom(seed: 7)
        for columns in [32, 42, 48] {
            for _ in 0..<200 {
                func words() -> [String] { (0..<2).map { _ in random.text(of: Array("a 拉，བོད་-"), upTo: 60) } }
                let paper = Paper(
                    kind: .certificate,
                    languages: ["zh-CN", "bo"],
                    blocks: [.mark(words()), .heading(words()), .field(words(), words()), .text(words()), .rule]
                )
                for line in PaperText.lines(of: paper, columns: columns) {
                    #expect(TextWidth.columns(of: line.text) <= columns, "\(line)")
                }
            }
        }
    }
}
