import Claims
import Testing

struct PersonNameTests {
    @Test(arguments: ["·", "•", "．", "‧", "∙", "・", "･", "\u{387}", "⋅", " · ", "\u{3000}・"])
    func `the dot between the parts of a name has one form`(dot: String) throws {
        #expect(try PersonName("次仁\(dot)试样").text == "次仁·试样")
    }

    @Test(arguments: ["•扎西", "扎西•", "扎西••试样", "J. Tester"])
    func `a dot that stands between no letters stays what it is`(text: String) throws {
        #expect(try PersonName(text).text == text)
    }

    @Test func `a name is trimmed and composed`() throws {
        #expect(try PersonName(" \u{3000}测试甲 ").text == "测试甲")
        #expect(try Array(PersonName("TE\u{301}STER").text.unicodeScalars) == Array("T\u{C9}STER".unicodeScalars))
        #expect(try Array(PersonName("\u{F9DE}样").text.unicodeScalars) == Array("吏样".unicodeScalars))
        #expect(try PersonName("测 试").text == "测 试")
    }

    @Test func `normalising twice changes nothing`() {
        for text in ["a · b • c", "扎西 ‧ 试样", "· ·", "  ", "• • a•b", "\u{3000}A\u{301}・B", "A•B•C"] {
            let once = PersonName.normalised(text)
            #expect(PersonName.normalised(once).unicodeScalars.elementsEqual(once.unicodeScalars))
        }
        #expect(PersonName.normalised("A•B•C") == "A·B·C")
    }

    @Test func `one to 120 characters are a name`() throws {
        #expect(try PersonName("长").text == "长")
        #expect(try PersonName(String(repeating: "长", count: 120)).text.count == 120)
        #expect(throws: PersonName.Problem.length) { try PersonName(String(repeating: "长", count: 121)) }
        #expect(throws: PersonName.Problem.length) { try PersonName(String(repeating: " ", count: 100_000)) }
        #expect(throws: PersonName.Problem.empty) { try PersonName(" \u{3000} ") }
    }

    @Test(arguments: ["测\0试", "测\n试", "测\t试", "测\u{200B}试", "测\u{202E}试", "测试\r", "测\u{FFFD}试"])
    func `what nobody sees, or nobody could read, is in no name`(text: String) {
        #expect(throws: PersonName.Problem.invisible) { try PersonName(text) }
    }

    @Test func `rare characters of cards are in the private use area`() throws {
        #expect(try PersonName("测\u{E000}").text == "测\u{E000}")
    }

    @Test(arguments: [
        ("王测试", "王*"), ("欧阳测试", "欧*"), ("欧阳", "欧*"), ("次仁·试样", "次*"), ("长", "*"), ("TESTER, SAMPLE", "T*"),
        ("TESTER SAMPLE", "T*"), ("TESTER", "T*"), ("བཀྲ་ཤིས", "བ*"),
    ])
    func `lists show the first character and an asterisk`(text: String, masked: String) throws {
        let name = try PersonName(text)
        #expect(name.masked == masked)
        #expect(everythingPrinted(of: [name]).contains(masked))
        if text.count > 1 { #expect(!everythingPrinted(of: name).contains(text)) }
    }
}
