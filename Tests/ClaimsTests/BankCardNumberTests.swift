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
        "", " ", "62999900000", "62999900000000123480", "629999000001234X", "６299990000012343",
        "6299.9900.0001.2343",
        "6299990000012343\n", "-------------------", "6299９90000012343", "6299990000012343\0", "+629999000001234",
        "６２９９９９００００００１２３４", String(repeating: "6", count: 100_000),
    ])
    func `anything else is refused`(text: String) {
        #expect(BankCardNumber(text) == nil)
    }

    @Test(arguments: 10...21)
    func `length alone decides from twelve to nineteen, and warns below sixteen`(length: Int) {
        let card = BankCardNumber(String(repeating: "1", count: length))
        #expect((card != nil) == (12...19).contains(length))
        #expect(card?.warnings.contains(.length) == ((12...19).contains(length) ? length < 16 : nil))
    }

    @Test(arguments: valid)
    func `an ordinary card warns of nothing`(text: String) throws {
        let card = try #require(BankCardNumber(text))
        #expect(card.warnings == [])
        #expect(!card.needsSupervisor)
    }

    @Test(arguments: [
        ("6299990000012344", [BankCardNumber.Warning.luhn], true),
        ("629999000001235", [.length, .luhn], true),
        ("629999000001234", [.length], true),
        ("9558990000012343", [.prefix], false),
        ("9558990000012344", [.luhn, .prefix], true),
        ("100000000008", [.length, .prefix], true),
    ])
    func `length and Luhn want a supervisor, the prefix only warns`(
        text: String,
        warnings: [BankCardNumber.Warning],
        needsSupervisor: Bool
    ) throws {
        let card = try #require(BankCardNumber(text))
        #expect(card.warnings == warnings)
        #expect(card.needsSupervisor == needsSupervisor)
    }

    @Test func `a hundred thousand slips of one digit all show, of neighbours all but 09 and 90`() throws {
        var random = TestRandom(seed: 7)
        var (tried, unseen, swaps, blind) = (0, 0, 0, 0)
        for _ in 0..<700 {
            let length = Int.random(in: 12...19, using: &random)
            let body = "629999" + (0..<length - 7).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let text = try #require((0...9).map { "\(body)\($0)" }.first { BankCardNumber($0)?.isLuhnValid == true })
            let bytes = Array(text.utf8)
            for (index, byte) in bytes.enumerated() {
                for wrong in "0123456789".utf8 where wrong != byte {
                    tried += 1
                    if BankCardNumber(text.replacing(index, with: wrong))?.isLuhnValid != false { unseen += 1 }
                }
                guard index + 1 < bytes.count, bytes[index + 1] != byte else { continue }
                swaps += 1
                let isBlind = Set([byte, bytes[index + 1]]) == Set("09".utf8)
                if isBlind { blind += 1 }
                #expect(BankCardNumber(text.swapping(index))?.isLuhnValid == isBlind)
            }
        }
        #expect(unseen == 0)
        #expect(tried > 90_000)
        #expect(swaps > 7_000)
        #expect(blind > 100)
        print("bank cards: \(tried) single digits seen, \(swaps) swaps, of them \(blind) 09/90 not seen")
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
