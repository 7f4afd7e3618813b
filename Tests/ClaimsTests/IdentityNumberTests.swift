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
}
