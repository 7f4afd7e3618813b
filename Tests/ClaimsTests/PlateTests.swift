import Claims
import Testing

struct PlateTests {
    @Test(arguments: [
        "拉萨A00101", "拉萨a00101", "拉萨·A00101", "拉萨•A00101", "拉萨．A00101", "拉萨.A00101", "拉萨・A00101", "拉萨-A00101",
        "拉萨－A00101", "拉萨‐A00101", "拉萨–A00101", "拉萨_A00101", "拉萨Ａ００１０１", "拉萨ａ００１０１", " 拉萨 A 00101 ",
        "拉萨\u{3000}A00101", "拉萨A00101\r\n", "\t拉萨A00101\r", "拉萨\u{A0}A00101",
    ])
    func `one plate however it is written`(text: String) {
        #expect(Plate(text)?.text == "拉萨A00101")
    }

    @Test(arguments: ["‧", "･", "⋅", "‑", "—", "―", "−", "﹣"])
    func `the dots and dashes of other keyboards are separators too`(separator: String) {
        #expect(Plate("拉萨\(separator)A00101")?.text == "拉萨A00101")
    }

    @Test(arguments: ["\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{202E}", "\u{2060}", "\u{AD}"])
    func `characters that nobody sees never make another plate`(invisible: String) {
        #expect(Plate("拉萨\(invisible)A00101") == nil)
    }

    @Test(arguments: ["\0", "\u{1}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9B}", "\u{FFFD}", "\u{E000}", "\u{10FFFF}"])
    func `control and unassigned characters are refused`(character: String) {
        #expect(Plate("拉萨A\(character)00101") == nil)
    }

    @Test(arguments: ["", " ", "A", "·", "----", "A-", "拉 "])
    func `fewer than two characters are refused`(text: String) {
        #expect(Plate(text) == nil)
    }

    @Test func `two to thirty-two characters are a plate, more are not`() {
        #expect(Plate("A1")?.text == "A1")
        #expect(Plate(String(repeating: "A", count: 32))?.text.count == 32)
        #expect(Plate(String(repeating: "A", count: 33)) == nil)
        #expect(Plate(String(repeating: "A-", count: 32))?.text.count == 32)
        #expect(Plate(String(repeating: "A", count: 100_000)) == nil)
    }

    @Test func `a heap of accents does not slip through the length`() {
        #expect(Plate("AB" + String(repeating: "\u{301}", count: 1_000)) == nil)
    }

    @Test func `folding twice changes nothing`() {
        for text in ["拉萨A00101", "ｘｙ－１２", "straße1", "ŉ12", "ﬀ1", "藏A·12345"] {
            let plate = Plate(text)
            #expect(plate != nil)
            #expect(plate.flatMap { Plate($0.text) } == plate)
        }
    }

    @Test(arguments: [
        ("拉萨A00101", "拉萨****01"), ("A1", "*1"), ("A12", "A*2"), ("AB12", "A*12"), ("AB123", "AB*23"),
        ("AB1234", "AB**34"),
    ])
    func `the middle is hidden in lists and logs`(text: String, masked: String) throws {
        let plate = try #require(Plate(text))
        #expect(plate.masked == masked)
        #expect(plate.description == masked)
        #expect("\([plate])".contains(masked))
    }

    @Test(arguments: ["拉萨A00102\u{0301}", "拉萨A00102\u{20DD}", "拉萨A0010😀", "拉萨A00102\u{FE0F}", "拉萨A00102+", "$A00102"])
    func `an accent, a picture or a sign makes no other plate out of one that is there`(text: String) {
        #expect(Plate(text) == nil)
    }

    @Test func `a plate in Tibetan letters keeps its vowel signs`() {
        #expect(Plate("བོད12345")?.text == "བོད12345")
    }

    @Test func `a plate is printed with its middle hidden, by dump too`() throws {
        let plate = try #require(Plate("拉萨A00101"))
        let printed = everythingPrinted(of: plate) + everythingPrinted(of: [plate])
        #expect(printed.contains(plate.masked))
        #expect(!printed.contains("A001"))
    }
}
