import Claims
import Testing

/// Numbers: published specimens, and numbers of the unassigned region 990001, which can belong to nobody.
struct ResidentIDTests {
    static let synthetic = [
        "990001199001010013", "990001198512310021", "990001200002290032", "99000119900101003X",
    ]

    @Test(
        arguments: synthetic + [
            "11010519491231002X", "440524188001010014", "440308199901101512", "810000199408230021",
            "830000199201300022", "932682198501010017",
        ]
    )
    func `published numbers are read`(text: String) throws {
        #expect(try ResidentID(text).text == text)
    }

    @Test(arguments: ["440308199901101513", "11010119900307867X"])
    func `published wrong numbers fail their check`(text: String) {
        #expect(throws: ResidentID.Problem.check) { try ResidentID(text) }
    }

    @Test func `a small x is stored as X`() throws {
        #expect(try ResidentID("99000119900101003x").text == "99000119900101003X")
        #expect(try ResidentID("99000119900101003x") == ResidentID("99000119900101003X"))
    }

    @Test(arguments: ["990001900101001", "000000000000000"])
    func `fifteen digits are obsolete`(text: String) {
        #expect(throws: ResidentID.Problem.obsolete) { try ResidentID(text) }
    }

    @Test(arguments: [
        "", "9", "99000119900101001", "9900011990010100130", "99000119900101001Y", "X90001199001010013",
        "99000119900101X013", " 990001199001010013", "990001199001010013 ", "990001-19900101-0013",
        "99000119900101001３", "９９０００１１９９００１０１００１３", "９９０００１９００１０１００１", "99000190010100９",
        "９90001199001010013", "ABC123456789012", "99000190010100X", "长期",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "99000119900101001\u{FF38}",
    ])
    func `other forms are refused`(text: String) {
        #expect(throws: ResidentID.Problem.form) { try ResidentID(text) }
    }

    @Test(arguments: ["20250229", "19000229", "20250431", "20251301", "20250001", "20250100", "00000101"])
    func `days that never were are refused even with a fitting check character`(birth: String) {
        let text = Self.number(region: "990001", birth: birth, sequence: "001")
        #expect(throws: ResidentID.Problem.birthDate) { try ResidentID(text) }
    }

    @Test func `leap days are birthdays`() throws {
        let text = Self.number(region: "990001", birth: "20000229", sequence: "003")
        #expect(try ResidentID(text).text == "990001200002290032")
    }

    @Test func `regions are never judged`() throws {
        for region in ["000000", "540103", "990001", "999999"] {
            let text = Self.number(region: region, birth: "19900101", sequence: "001")
            #expect(try ResidentID(text).text == text)
        }
    }

    /// 2^(18−i) mod 11 has an inverse for every position, so no single wrong character can keep the sum: the check alone
    /// sees each of them. Where the wrong character also breaks form or date, that is the reason given.
    @Test func `every single wrong character is refused, and the check alone would see it`() {
        var reasons: [ResidentID.Problem: Int] = [:]
        var accepted: [Int] = []
        var unseen: [Int] = []
        for text in Self.manyNumbers(200) {
            for (index, byte) in text.utf8.enumerated() {
                for wrong in "0123456789X".utf8 where wrong != byte {
                    let changed = text.replacing(index, with: wrong)
                    do {
                        _ = try ResidentID(changed)
                        accepted.append(index)
                    } catch {
                        reasons[error, default: 0] += 1
                    }
                    if index == 17 || wrong != UInt8(ascii: "X"), Self.checkFits(changed) { unseen.append(index) }
                }
            }
        }
        #expect(accepted == [])
        #expect(unseen == [])
        #expect(reasons.values.reduce(0, +) == 200 * 18 * 10)
        #expect(reasons[.form] == 200 * 17, "an X before the end has no form")
        #expect(reasons[.birthDate, default: 0] > 3_000)
        #expect(reasons[.check, default: 0] > 20_000)
        print("resident numbers, single characters: \(reasons)")
    }

    /// Neighbouring weights differ by a power of two, never 0 mod 11: no swap of two different neighbours passes the
    /// check, the check character included.
    @Test func `every swap of two different neighbours is refused, and the check alone would see it`() {
        var reasons: [ResidentID.Problem: Int] = [:]
        var tried = 0
        var accepted: [Int] = []
        var unseen: [Int] = []
        for text in Self.manyNumbers(2_000) {
            let bytes = Array(text.utf8)
            for index in 0..<17 where bytes[index] != bytes[index + 1] {
                tried += 1
                let changed = text.swapping(index)
                do {
                    _ = try ResidentID(changed)
                    accepted.append(index)
                } catch {
                    reasons[error, default: 0] += 1
                }
                // An X that moved into the sequence is no digit: form, before any sum.
                if index < 16 || bytes[17] != UInt8(ascii: "X"), Self.checkFits(changed) { unseen.append(index) }
            }
        }
        #expect(accepted == [])
        #expect(unseen == [])
        #expect(tried > 20_000)
        #expect(Set(reasons.keys) == [.form, .birthDate, .check])
        print("resident numbers, \(tried) swaps: \(reasons)")
    }

    @Test(arguments: [
        ("1849", false), ("1850", true), ("2099", true), ("2100", false), ("0001", false), ("9999", false),
    ])
    func `births of 1850 to 2099 are believed`(year: String, isBelieved: Bool) throws {
        let text = Self.number(region: "990001", birth: year + "0615", sequence: "001")
        if isBelieved {
            #expect(try ResidentID(text).birthDate.description == "\(year)-06-15")
        } else {
            #expect(throws: ResidentID.Problem.birthDate) { try ResidentID(text) }
        }
    }

    @Test(arguments: [
        ("19900101", "2008-01-01", 18), ("19900101", "2007-12-31", 17), ("19900101", "1990-01-01", 0),
        ("19900101", "1989-12-31", -1), ("20000229", "2018-02-28", 17), ("20000229", "2018-03-01", 18),
        ("20000229", "2020-02-29", 20), ("20000229", "2020-02-28", 19),
    ])
    func `a year of life is complete on the birthday, eighteen make an adult`(
        birth: String,
        day: String,
        age: Int
    ) throws {
        let number = try ResidentID(Self.number(region: "990001", birth: birth, sequence: "001"))
        let day = try #require(CivilDate(day))
        #expect(number.age(on: day) == age)
        #expect(number.isMinor(on: day) == (age < 18))
        #expect(IdentityNumber.resident(number).isMinor(on: day) == (age < 18))
    }

    @Test func `generated numbers are read and cover every check character`() {
        var seen: Set<Character> = []
        for text in Self.manyNumbers(1_000) {
            let number = try? ResidentID(text)
            #expect(number?.text == text)
            if let last = number?.text.last { seen.insert(last) }
        }
        #expect(seen == Set("0123456789X"))
    }

    @Test(arguments: synthetic)
    func `the whole number is never printed`(text: String) throws {
        let number = try ResidentID(text)
        let printed =
            everythingPrinted(of: number) + everythingPrinted(of: [number]) + everythingPrinted(of: ["k": number])
        #expect(number.masked == "**************\(text.suffix(4))")
        #expect(printed.contains(number.masked))
        #expect(!printed.contains(text.prefix(6)))
        #expect(!printed.contains(text.dropFirst(6).prefix(8)), "the birth date shows")
        #expect(Mirror(reflecting: number).children.isEmpty)
    }

    static func number(region: String, birth: String, sequence: String) -> String {
        let body = region + birth + sequence
        return body + String(decoding: [ResidentID.checkCharacter(for: body.utf8)], as: UTF8.self)
    }

    /// Whether the last character is the check character of the seventeen digits before it.
    private static func checkFits(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return ResidentID.checkCharacter(for: bytes.prefix(17)) == bytes[17]
    }

    /// Numbers of the unassigned region, over the whole range of birth dates.
    private static func manyNumbers(_ count: Int) -> [String] {
        var random = TestRandom(seed: 17)
        return (0..<count).map { _ in
            let day = CivilDate(daysSince1970: Int.random(in: -25_000...20_000, using: &random))
            let sequence = Int.random(in: 0...999, using: &random).padded(to: 3)
            return number(region: "990001", birth: day.description.filter { $0 != "-" }, sequence: sequence)
        }
    }
}
