import Claims
import Testing

struct ClaimNumberTests {
    static let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXY"

    /// Short and long names, the first number, numbers that outgrow six digits, and a name that ends in digits.
    static let samples: [(String, Int64)] = [
        ("DQ01", 1), ("DQ01", 123), ("DQ01", 999_999), ("DQ01", 1_000_000), ("DQ01", 1_234_567), ("A0", 42),
        ("YYYYYYYY", 7_654_321), ("12345678", 100_000_000), ("X9", 999_999_999_999_999), ("00", 1),
    ]

    @Test(arguments: samples)
    func `a number reads back from its text, in either case`(kiosk: String, sequence: Int64) throws {
        let number = try Self.number(kiosk, sequence)
        for text in [number.text, number.text.lowercased(), number.description] {
            let read = try #require(ClaimNumber(text))
            #expect(read == number)
            #expect(read.kiosk.text == kiosk)
            #expect(read.sequence == sequence)
        }
    }

    @Test func `a number is the kiosk, six digits at least, and a check character`() throws {
        #expect(try Self.number("DQ01", 123).text == "DQ01-000123-B")
        #expect(try Self.number("DQ01", 1_234_567).text.hasPrefix("DQ01-1234567-"))
    }

    @Test(arguments: samples)
    func `every single wrong character is refused`(kiosk: String, sequence: Int64) throws {
        let text = try Self.number(kiosk, sequence).text
        var accepted: [String] = []
        for (index, byte) in text.utf8.enumerated() {
            for wrong in UInt8(0x20)...0x7E {
                let changed = text.replacing(index, with: wrong)
                guard changed.uppercased() != text else { continue }
                if ClaimNumber(changed) != nil, wrong != byte { accepted.append(changed) }
            }
        }
        #expect(accepted == [])
    }

    @Test(arguments: samples)
    func `every swap of two different neighbours is refused, the hyphens included`(
        kiosk: String,
        sequence: Int64
    ) throws {
        let text = try Self.number(kiosk, sequence).text
        var accepted: [String] = []
        for index in 0..<text.utf8.count - 1 {
            let changed = text.swapping(index)
            if changed != text, ClaimNumber(changed) != nil { accepted.append(changed) }
        }
        #expect(accepted == [])
    }

    @Test func `a hundred numbers of one kiosk survive no slip`() throws {
        var accepted = 0
        for sequence in stride(from: Int64(1), through: 3_000_000, by: 30_011) {
            let text = try Self.number("DQ01", sequence).text
            for index in 0..<text.utf8.count - 1 where text.swapping(index) != text {
                if ClaimNumber(text.swapping(index)) != nil { accepted += 1 }
            }
            for (index, byte) in text.utf8.enumerated() {
                for wrong in Self.alphabet.utf8 where wrong != byte {
                    if ClaimNumber(text.replacing(index, with: wrong)) != nil { accepted += 1 }
                }
            }
        }
        #expect(accepted == 0)
    }

    @Test func `every check character occurs`() throws {
        let seen = Set(try (1...2_000).compactMap { try Self.number("DQ01", $0).text.last })
        #expect(seen == Set(Self.alphabet))
    }

    @Test(arguments: [
        "", "-", "--", "DQ01", "DQ01-000123", "DQ01-000123-", "DQ01-000000-0", "DQ01-12-0", "-000123-7", "DQ01--7",
        "DQ01-000123-77", "DQ01-000123-7-7", "DQ01-00012X-7", "DQ01-+00123-7", "D-000123-7", "DDDDDDDDD-000123-7",
        "DQ01-9999999999999999-7", "DQ01-99999999999999999999-7", "DQ01 000123 7", "DQ01-０00123-7",
    ])
    func `other forms are refused`(text: String) {
        #expect(ClaimNumber(text) == nil)
    }

    @Test func `leading zeros beyond six digits are another text, and refused`() throws {
        let text = try Self.number("DQ01", 123).text
        let widened = text.replacing("-000123-", with: "-0000123-")
        #expect(Self.alphabet.allSatisfy { ClaimNumber(widened.dropLast() + String($0)) == nil })
    }

    @Test(arguments: ["DQ", "DQ01", "00000000", "0123456", "9ABCDEFG", "HJKMNPQR", "STVWXY"])
    func `two to eight characters of the alphabet name a kiosk`(text: String) {
        #expect(KioskID(text)?.text == text)
        #expect(KioskID(text)?.description == text)
    }

    @Test(arguments: [
        "", "D", "DDDDDDDDD", "dq01", "DQ 1", "DQ-1", "DI01", "DL01", "DO01", "DU01", "DZ01", "DQ0\u{FF11}", "拉萨",
        "DQ\n1", "DQ0\u{301}",
        // The Kelvin sign, which Swift takes for a K.
        "\u{212A}Q01",
    ])
    func `anything else is no kiosk's name`(text: String) {
        #expect(KioskID(text) == nil)
    }

    private static func number(_ kiosk: String, _ sequence: Int64) throws -> ClaimNumber {
        ClaimNumber(kiosk: try #require(KioskID(kiosk)), sequence: sequence)
    }
}
