import Claims
import Testing

struct IdentityNumberTests {
    static let foreigner = "ABC990190010112"

    @Test func `eighteen characters are a resident's number`() throws {
        let number = try ResidentID("990001199001010013")
        #expect(IdentityNumber("990001199001010013") == .resident(number))
        #expect(IdentityNumber("99000119900101003x")?.text == "99000119900101003X")
    }

    @Test func `three letters and twelve digits are a foreigner's number of 2017`() {
        #expect(IdentityNumber(Self.foreigner) == .foreigner2017(Self.foreigner))
        #expect(IdentityNumber(Self.foreigner)?.text == Self.foreigner)
    }

    @Test(arguments: [
        "", "990001199001010014", "990001900101001", "AB9990190010112", "ABCD99019001011", "abc990190010112",
        "ABC99019001011", "ABC9901900101120", "ABC99019001011X", "ÄBC990190010112", "ABC 99019001011",
        "123456789012345",
    ])
    func `anything else is refused`(text: String) {
        #expect(IdentityNumber(text) == nil)
    }

    @Test(
        arguments: [
            ("990001199001010014", IdentityNumber.Problem.check), ("990001199013010013", .birthDate),
            ("990001900101001", .obsolete), ("", .form), ("99000190010100X", .form), ("abc990190010112", .form),
            ("ABC990190130112", .birthDate), ("ABC990190023012", .birthDate), ("ABC990190000112", .birthDate),
            ("９９０００１１９９００１０１００１３", .form),
        ]
    )
    func `a refusal says why`(text: String, problem: IdentityNumber.Problem) {
        #expect(throws: problem) { try IdentityNumber(checking: text) }
    }

    @Test func `a foreigner's number of 2017 says no century, so no age`() throws {
        let number = try IdentityNumber(checking: "TST110000022901")
        #expect(number.birthDate == nil)
        #expect(number.isMinor(on: CardIdentityTests.day) == nil)
        #expect(try IdentityNumber(checking: "990001200002290032").birthDate?.description == "2000-02-29")
    }

    static let kinds: [(String, Set<CardIdentity.Kind>)] = [
        ("990001199001010013", [.resident, .foreigner2023]),
        ("932682198501010017", [.foreigner2023]),
        ("810000199408230021", [.hongKongMacauTaiwan, .resident]),
        ("830000199201300022", [.hongKongMacauTaiwan, .resident]),
        ("440308199901101512", [.resident]),
        ("TST110085010101", [.foreigner2017]),
    ]

    @Test(arguments: kinds)
    func `number and kind of card fit each other`(text: String, kinds: Set<CardIdentity.Kind>) throws {
        let number = try IdentityNumber(checking: text)
        #expect(number.kinds == kinds)
        for kind in CardIdentity.Kind.allCases { #expect(number.fits(kind) == kinds.contains(kind)) }
    }

    @Test func `Macau's prefix is a permit's`() throws {
        let text = ResidentIDTests.number(region: "820000", birth: "19900101", sequence: "001")
        #expect(try IdentityNumber(checking: text).fits(.hongKongMacauTaiwan))
    }

    @Test(arguments: ["990001199001010013", foreigner])
    func `only the last four characters are ever printed`(text: String) throws {
        let number = try #require(IdentityNumber(text))
        let printed =
            everythingPrinted(of: number) + everythingPrinted(of: [number]) + everythingPrinted(of: ["k": number])
        #expect(number.masked == String(repeating: "*", count: text.count - 4) + text.suffix(4))
        #expect(printed.contains(number.masked))
        #expect(!printed.contains(text.suffix(5)))
        #expect(!printed.contains(text.prefix(6)))
    }
}

struct CardIdentityTests {
    static let day = CivilDate(daysSince1970: 25_000)

    @Test(arguments: ["990001199001010013", IdentityNumberTests.foreigner])
    func `a card prints neither its name nor its number`(text: String) throws {
        let number = try #require(IdentityNumber(text))
        let card = CardIdentity(name: "测试扎西", number: number, validity: .until(Self.day), kind: .resident)
        let printed = everythingPrinted(of: card) + everythingPrinted(of: [card])
        #expect(printed.contains(number.masked))
        #expect(!printed.contains("扎西"))
        #expect(!printed.contains(text.suffix(5)))
    }

    @Test func `validity is written as a date, long-term or unreadable`() {
        #expect(CardIdentity.Validity.until(Self.day).description == Self.day.description)
        #expect(CardIdentity.Validity.longTerm.description == "long-term")
        #expect(CardIdentity.Validity.unreadable.description == "unreadable")
    }

    @Test func `a card holds its name in the one form`() throws {
        let number = try #require(IdentityNumber("990001199001010013"))
        let card = CardIdentity(name: " 测试•扎西\u{3000}", number: number, validity: .longTerm, kind: .resident)
        #expect(card.name == "测试·扎西")
    }

    @Test func `a checked card has a name and a number that fit`() throws {
        let number = try #require(IdentityNumber("932682198501010017"))
        func card(_ name: String, _ kind: CardIdentity.Kind) throws(CardIdentity.Problem) -> CardIdentity {
            try CardIdentity.checked(name: name, number: number, validity: .longTerm, kind: kind)
        }
        #expect(try card("测试丁", .foreigner2023).name == "测试丁")
        #expect(throws: CardIdentity.Problem.kind) { try card("测试丁", .resident) }
        #expect(throws: CardIdentity.Problem.name(.empty)) { try card("  ", .foreigner2023) }
        #expect(throws: CardIdentity.Problem.name(.invisible)) { try card("测\n试", .foreigner2023) }
    }
}
