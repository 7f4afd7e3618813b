import Claims
import Testing

/// Prefix 629999 belongs to no bank.
struct BankCardNumberTests {
    static let valid = ["6299990000012343", "62999900000012348", "629999000000012343", "6299990000000012348"]

    @Test(arguments: valid)
    func `sixteen to nineteen digits with a Luhn digit are a card`(text: String) throws {
        let card = try #require(BankCardNumber(text))
        #expect(card.digits == text)
        #expect(card.isLuhnValid)
    }

    @Test(arguments: [
        "6299 9900 0001 2343", "6299-9900-0001-2343", " 6299990000012343 ", "6299-9900 00012343",
    ])
    func `spaces and hyphens are dropped`(text: String) {
        #expect(BankCardNumber(text)?.digits == "6299990000012343")
    }

    @Test(arguments: [
        "", " ", "629999000001234", "62999900000000123480", "629999000001234X", "６299990000012343",
        "6299.9900.0001.2343",
        "6299990000012343\n", "-------------------", "6299９90000012343", "6299990000012343\0", "+629999000001234",
        String(repeating: "6", count: 100_000),
    ])
    func `anything else is refused`(text: String) {
        #expect(BankCardNumber(text) == nil)
    }

    @Test(arguments: [15, 16, 17, 18, 19, 20])
    func `length alone decides from sixteen to nineteen`(length: Int) {
        #expect((BankCardNumber(String(repeating: "1", count: length)) != nil) == (16...19).contains(length))
    }

    @Test(arguments: valid)
    func `every single wrong digit shows in the Luhn digit`(text: String) throws {
        var tried = 0
        for (index, byte) in text.utf8.enumerated() {
            for wrong in "0123456789".utf8 where wrong != byte {
                let card = try #require(BankCardNumber(text.replacing(index, with: wrong)))
                #expect(!card.isLuhnValid)
                tried += 1
            }
        }
        #expect(tried == text.count * 9)
    }

    @Test(arguments: valid)
    func `swapped neighbours show, but for 09 and 90`(text: String) throws {
        let bytes = Array(text.utf8)
        for index in bytes.indices.dropLast() where bytes[index] != bytes[index + 1] {
            let card = try #require(BankCardNumber(text.swapping(index)))
            let blind = Set([bytes[index], bytes[index + 1]]) == Set("09".utf8)
            #expect(card.isLuhnValid == blind)
        }
    }

    @Test func `exactly one last digit in ten is the Luhn digit`() {
        for body in ["629999000001234", "629999123456789012"] {
            #expect((0...9).filter { BankCardNumber("\(body)\($0)")?.isLuhnValid == true }.count == 1)
        }
    }

    @Test(arguments: valid)
    func `only the last four digits are ever printed`(text: String) throws {
        let card = try #require(BankCardNumber(text))
        let printed = everythingPrinted(of: card) + everythingPrinted(of: [card]) + everythingPrinted(of: ["k": card])
        #expect(card.masked == String(repeating: "*", count: text.count - 4) + text.suffix(4))
        #expect(printed.contains(card.masked))
        #expect(!printed.contains(text.suffix(5)))
        #expect(!printed.contains("6299"))
    }
}
