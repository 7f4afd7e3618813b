import Claims
import Testing

struct PlatePatternTests {
    @Test(
        arguments: [
            ("拉萨A\\d{5}", "拉萨A00101", true), ("拉萨A\\d{5}", "拉萨A0010", false),
            ("拉萨A\\d{5}", "拉萨A001011", false), ("^拉萨A\\d{5}$", "拉萨A00101", true),
            ("拉萨A[0-9]{5}", "拉萨·ａ00101", true), ("(拉萨|藏)A?\\d{2,5}", "藏12345", true),
            ("(拉萨|藏)A?\\d{2,5}", "拉萨A1", false), ("(?:A|AB)(C|BCD)", "ABCD", true),
            ("[^A-Z]{2}\\d+", "拉萨123", true), ("[^A-Z]{2}\\d+", "AB123", false), ("A*\\d{1,}", "7A", false),
            ("A*\\d{1,}", "77", true), ("..[A-HJ-NP-Z\\d]{3}", "拉萨A0J", true), (".{2}[A-HJ-NP-Z]", "拉萨I", false),
            ("(A|)1{2}", "11", true), ("()12|34", "34", true), (".+", "拉萨A00101", true), ("A{0,2}B{2}", "BB", true),
            ("[一-龥]{2}[0-9A-F]{3}", "拉萨0AF", true), ("བོད\\d{3}", "བོད123", true),
        ]
    )
    func `a pattern matches the whole plate`(text: String, plate: String, isMatch: Bool) throws {
        let pattern = try PlatePattern(text)
        #expect(pattern.matches(try #require(Plate(plate))) == isMatch)
        #expect(pattern.text == text)
    }

    @Test(
        arguments: [
            ("", PlatePattern.Problem.length), (String(repeating: "A", count: 201), .length),
            ("拉萨·A", .neverOnPlate("·", at: 3)), ("拉萨a", .neverOnPlate("a", at: 3)),
            ("[a-z]", .neverOnPlate("a", at: 2)), ("A B", .neverOnPlate(" ", at: 2)), ("Ａ", .neverOnPlate("Ａ", at: 1)),
            ("(AB", .unbalanced(at: 1)), ("AB)", .unbalanced(at: 3)), ("[AB", .unbalanced(at: 1)),
            ("A{2", .unbalanced(at: 2)), ("A]", .unbalanced(at: 2)), ("A}", .unbalanced(at: 2)), ("[]", .set(at: 1)),
            ("[^]", .set(at: 1)), ("[9-0]", .set(at: 2)), ("[A-]", .set(at: 2)), ("*A", .repetition(at: 1)),
            ("A**", .repetition(at: 3)), ("A+?", .repetition(at: 3)), ("A{3,2}", .repetition(at: 2)),
            ("A{33}", .repetition(at: 2)), ("A{}", .repetition(at: 2)), ("A{0}", .repetition(at: 2)),
            ("A{99999999999999999999}", .repetition(at: 2)), ("\\w", .unsupported("\\", at: 1)),
            ("(?=A)", .unsupported("?", at: 2)), ("A^B", .unsupported("^", at: 2)), ("A$B", .unsupported("$", at: 2)),
            ("((A+)+)+", .tooLarge), (String(repeating: "(", count: 17), .tooLarge),
            ("((((((A{32}){32}){32}){32}){32}){32}){32}", .tooLarge),
        ]
    )
    func `a text that is no pattern is refused with its place`(text: String, problem: PlatePattern.Problem) {
        #expect(throws: problem) { try PlatePattern(text) }
        #expect(!problem.description.isEmpty)
    }

    @Test(arguments: ["(A+)+1", "(A|A)*1", "(A?){32}A{32}", "(A*)*1", "(A|AA)+1", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)1"])
    func `patterns that make others hang are done at once`(text: String) throws {
        let pattern = try PlatePattern(text)
        let plate = try #require(Plate(String(repeating: "A", count: 32)))
        let elapsed = ContinuousClock().measure {
            #expect(pattern.matches(plate) == (text == "(A?){32}A{32}"))
        }
        #expect(elapsed < .seconds(2))
    }

    @Test func `no text of pattern characters crashes, and what is taken says the same each time`() throws {
        let alphabet = Array("AB01拉()[]{}|?*+^$.\\d,-")
        let plates = try ["A0", "AB01", "拉A1", String(repeating: "A", count: 32)].map { try #require(Plate($0)) }
        var random = TestRandom(seed: 3)
        var taken = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...12, using: &random)
            let text = String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
            guard let pattern = try? PlatePattern(text) else { continue }
            taken += 1
            for plate in plates { #expect(pattern.matches(plate) == pattern.matches(plate)) }
        }
        #expect(taken > 200, "\(taken) taken")
    }

    /// Swift's own engine is the judge where it cannot hang.
    @Test func `a pattern matches what Swift's Regex matches`() throws {
        let pieces = [
            "A", "B", "0", "[AB]", "[^A]", "\\d", ".", "(A|B)", "(AB|0)?", "B*", "0+", "A{1,2}", "(A|AB)", "|",
        ]
        let characters = Array("AB01")
        var random = TestRandom(seed: 11)
        var matched = 0
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 1...4, using: &random))
                .map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
            let pattern = try PlatePattern(text)
            let regex = try Regex(text)
            for _ in 0..<6 {
                let length = Int.random(in: 2...5, using: &random)
                let plate = String(
                    (0..<length).map { _ in characters[Int.random(in: characters.indices, using: &random)] }
                )
                let expected = try regex.wholeMatch(in: plate) != nil
                if expected { matched += 1 }
                #expect(pattern.matches(try #require(Plate(plate))) == expected, "\(text) on \(plate)")
            }
        }
        #expect(matched > 300, "\(matched) matched")
    }

    @Test func `two patterns are the same when their texts are`() throws {
        #expect(try PlatePattern("A\\d") == PlatePattern("A\\d"))
        #expect(try PlatePattern("A\\d") != PlatePattern("A[0-9]"))
        #expect(try Set([PlatePattern("A"), PlatePattern("A")]).count == 1)
    }
}
