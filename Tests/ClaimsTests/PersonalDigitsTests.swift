import Claims
import Testing

struct PersonalDigitsTests {
    @Test(arguments: [
        "6299990000000012348", "6299 9900 0000 0001 2348", "6299-9900-0000-0001-2348", "6299.9900.0000.0001.2348",
        "6299/9900/0000/0001/2348", "６２９９９９０００００００００１２３４８", "990001:19900101:0013",
    ])
    func `a number of a person or an account is masked, however it is written`(text: String) throws {
        let masked = try #require(PersonalDigits.masked("x " + text + " y"))
        #expect(masked.count(where: \.isNumber) == 4, "\(masked)")
        #expect(masked.hasPrefix("x ") && masked.hasSuffix(" y"))
    }

    @Test(arguments: ["拉萨A00101", "BAT60V20AH-990001", "12345 67890", "2025-03-10", ""])
    func `what is no such number stays as it is`(text: String) {
        #expect(PersonalDigits.masked(text) == nil)
    }
}
