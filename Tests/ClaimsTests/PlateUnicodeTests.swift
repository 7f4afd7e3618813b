import Claims
import Foundation
import Testing

/// Foundation's NFKC is the judge here; `Claims` itself has no Foundation.
struct PlateUnicodeTests {
    /// Every Unicode scalar behind "A1": folded as NFKC would, or refused.
    @Test func `no character of Unicode folds to another text than NFKC gives`() async {
        var wrong: [String] = []
        var unstable: [String] = []
        var refused: [String] = []
        var accepted = 0
        var changed = 0
        for value in UInt32(0)...0x10FFFF {
            // Long: other tests have a turn in between.
            if value.isMultiple(of: 4_096) { await Task.yield() }
            guard let scalar = Unicode.Scalar(value) else { continue }
            if [.privateUse, .unassigned].contains(scalar.properties.generalCategory) {
                if Plate("A1" + String(Character(scalar))) != nil { wrong.append(String(value, radix: 16)) }
                continue
            }
            let name = String(value, radix: 16)
            let expected = Self.reference("A1" + String(Character(scalar)))
            guard let plate = Plate("A1" + String(Character(scalar))) else {
                if Self.mustBeTaken(scalar, expected) { refused.append(name) }
                continue
            }
            accepted += 1
            if Array(plate.text.unicodeScalars) != expected { wrong.append(name) }
            if expected.dropFirst(2) == [scalar] { continue }
            changed += 1
            if Plate(plate.text)?.text.unicodeScalars.elementsEqual(plate.text.unicodeScalars) != true {
                unstable.append(name)
            }
        }
        #expect(wrong == [])
        #expect(unstable == [])
        #expect(refused == [])
        #expect(accepted > 130_000, "\(accepted) accepted")
        #expect(changed > 3_000, "\(changed) changed")
        print("plates: \(accepted) characters accepted, \(changed) of them folded to others")
    }

    /// Texts of several characters that can join each other: whatever is accepted is what NFKC gives.
    @Test func `characters that join fold as NFKC folds them, or are refused`() async {
        let pool = [
            "A", "e", "E", "o", "U", "\u{CA}", "\u{1A0}", "\u{301}", "\u{302}", "\u{308}", "\u{323}", "\u{31B}",
            "\u{328}", "\u{FF76}", "\u{FF9E}", "\u{FF9F}", "\u{FF8A}", "は", "\u{3099}", "\u{1100}", "\u{1161}",
            "\u{11A8}", "\u{3131}", "\u{314F}", "\u{FFA1}", "\u{FFC2}", "ཀ", "\u{F71}", "\u{F72}", "\u{F74}",
            "\u{F80}", "\u{F73}", "\u{F77}", "\u{FB7}", "\u{F39}", "གྷ", "①", "ﬁ", "ß", "ŉ", "ǰ", "ΐ", "-", "·", "Ａ",
        ]
        var random = TestRandom(seed: 61)
        var accepted = 0
        for round in 0..<60_000 {
            if round.isMultiple(of: 1_000) { await Task.yield() }
            let count = Int.random(in: 2...6, using: &random)
            var text = ""
            for _ in 0..<count { text += pool[Int.random(in: pool.indices, using: &random)] }
            guard let plate = Plate(text) else { continue }
            accepted += 1
            let scalars = Array(plate.text.unicodeScalars)
            #expect(scalars == Self.reference(text), "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
        #expect(accepted > 5_000, "\(accepted) accepted")
    }

    @Test(arguments: [
        ("１２", "12"), ("①②", "12"), ("Ⅳ号", "IV号"), ("㎡1", "M21"), ("Ⓐ1", "A1"), ("ﬃ", "FFI"), ("Ａａ", "AA"),
        ("\u{F900}1", "豈1"), ("⽜1", "牛1"), ("ｶﾞ1", "ガ1"), ("ﾊﾟ1", "パ1"), ("𝐀𝟎", "A0"), ("²³", "23"),
        ("A…12", "A12"), ("E\u{301}1", "\u{C9}1"), ("e\u{301}1", "\u{C9}1"), ("\u{1112}\u{1161}\u{11AB}1", "한1"),
        ("㍿1", "株式会社1"),
    ])
    func `compatible characters make the same plate`(text: String, folded: String) throws {
        let plate = try #require(Plate(text))
        #expect(Array(plate.text.unicodeScalars) == Array(folded.unicodeScalars))
    }

    @Test func `marks of a Tibetan stack in either order are one plate, byte for byte`() throws {
        let one = try #require(Plate("ཀ\u{F71}\u{F72}\u{F39}12"))
        for order in ["\u{F39}\u{F72}\u{F71}", "\u{F72}\u{F71}\u{F39}", "\u{F73}\u{F39}"] {
            let other = try #require(Plate("ཀ\(order)12"))
            #expect(other == one)
            #expect(Array(other.text.utf8) == Array(one.text.utf8))
        }
    }

    /// Foundation's own composition leaves this pair apart; the Unicode standard, chapter 3.12, joins it.
    @Test func `a Hangul syllable takes its last consonant`() throws {
        let plate = try #require(Plate("\u{AC00}\u{11A8}1"))
        #expect(Array(plate.text.unicodeScalars) == ["\u{AC01}", "1"])
    }

    @Test(arguments: ["½", "⑴", "㈠", "℃", "\u{958}", "\u{FB1D}", "\u{3164}", "\u{FFA0}", "´", "¨", "゛", "ǰ", "ΐ"])
    func `what NFKC turns into signs or loose accents is refused`(text: String) {
        #expect(Plate("A1\(text)") == nil)
    }

    @Test(arguments: ["E-\u{301}1", "E \u{301}1", "\u{301}E1", "E\u{301}\u{301}1", "E1\u{301}", "\u{F72}A1"])
    func `a mark that belongs to no letter is refused`(text: String) {
        #expect(Plate(text) == nil)
    }

    @Test func `a long input is refused without being folded`() {
        #expect(Plate("A1" + String(repeating: " ", count: 254)) != nil)
        #expect(Plate("A1" + String(repeating: " ", count: 255)) == nil)
        #expect(Plate(String(repeating: "\u{FDFA}", count: 256)) == nil)
    }

    /// NFKC, capitals, NFKC again, then without separators.
    private static func reference(_ text: String) -> [Unicode.Scalar] {
        let once = withoutSeparators(text.precomposedStringWithCompatibilityMapping)
        let capitals = once.uppercased()
        // Most of Unicode is done here; Foundation is slow enough.
        if capitals.utf8.elementsEqual(text.utf8) { return Array(capitals.unicodeScalars) }
        let folded = once.precomposedStringWithCompatibilityMapping.uppercased()
        return Array(withoutSeparators(folded.precomposedStringWithCompatibilityMapping).unicodeScalars)
    }

    private static func withoutSeparators(_ text: String) -> String {
        var rest = ""
        rest.unicodeScalars.append(contentsOf: text.unicodeScalars.filter { !isSeparator($0) })
        return rest
    }

    /// Letters, digits and Tibetan marks up to Unicode 14, and what NFKC makes such of, must not be refused.
    private static func mustBeTaken(_ scalar: Unicode.Scalar, _ expected: [Unicode.Scalar]) -> Bool {
        let form = String(Character(scalar)).precomposedStringWithCompatibilityMapping.unicodeScalars
        return expected.count > 2 && ([scalar] + expected + Array(form)).allSatisfy(isOldEnough)
            && form.allSatisfy { isLetter($0) || isSeparator($0) } && expected.allSatisfy(isLetter)
    }

    private static func isOldEnough(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return false }
        return (age.major, age.minor) <= (14, 0)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return false }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        case .nonspacingMark, .spacingMark: return (0xF00...0xFFF).contains(scalar.value)
        default: return false
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        let dots: Set<Unicode.Scalar> = [
            "·", "•", ".", "_", "\u{2027}", "\u{2212}", "\u{2219}", "\u{22C5}", "\u{30FB}", "\u{FF65}",
        ]
        return scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
            || dots.contains(scalar)
    }
}
