import Claims
import NIOCore
import ReaderProtocols
import Testing

struct CardTextBlockTests {
    private func identity(_ block: [UInt8]) throws -> CardIdentity {
        try CardTextBlock.identity(in: ByteBuffer(bytes: block).readableBytesView)
    }

    /// A block with one field written over.
    private func block(_ name: String, at offset: Int, _ text: String, padded count: Int) throws -> [UInt8] {
        var block = try Vectors.textBlock(name)
        let units = Array(text.utf16) + Array(repeating: 0x20, count: max(0, count - text.utf16.count))
        for (index, unit) in units.enumerated() {
            block[offset + 2 * index] = UInt8(unit & 0xFF)
            block[offset + 2 * index + 1] = UInt8(unit >> 8)
        }
        return block
    }

    @Test(
        arguments: [
            ("prc", "测试甲", "11010519491231002X", "long-term", CardIdentity.Kind.resident),
            ("prc2", "测试·样本", "440308199901101512", "2031-06-01", .resident),
            ("hmt", "测试乙", "810000199408230021", "2024-01-01", .hongKongMacauTaiwan),
            ("fi", "TESTER, SAMPLE", "TST110085010101", "2028-01-01", .foreigner2017),
            ("fy", "测试丁", "932682198501010017", "2033-12-01", .foreigner2023),
        ]
    )
    func `the four layouts give name, number, validity and kind`(
        file: String,
        name: String,
        number: String,
        validity: String,
        kind: CardIdentity.Kind
    ) throws {
        let identity = try identity(Vectors.textBlock(file))
        #expect(identity.name == name)
        #expect(identity.number.text == number)
        #expect(identity.validity.description == validity)
        #expect(identity.kind == kind)
    }

    @Test func `a card of the test region is a resident card`() throws {
        let block = try block("prc", at: 122, "990001199001010013", padded: 18)
        #expect(try identity(block).number.text == "990001199001010013")
    }

    @Test(arguments: ["•", "．", "‧", "・"])
    func `every form of the dot inside a name becomes one`(dot: String) throws {
        #expect(try identity(block("prc", at: 0, "扎西\(dot)样本", padded: 15)).name == "扎西·样本")
    }

    @Test func `spaces and NULs around a name are dropped, inside they stay or are refused`() throws {
        #expect(try identity(block("prc", at: 0, "\0  测 试\0", padded: 15)).name == "测 试")
        #expect(throws: CardProblem.nameUnreadable) { try identity(block("prc", at: 0, "测\0试", padded: 15)) }
    }

    @Test func `a name may fill its field and may use the private use area`() throws {
        let name = String(repeating: "长", count: 14) + "\u{E000}"
        #expect(try identity(block("prc", at: 0, name, padded: 15)).name == name)
    }

    @Test func `a name that is blank or no text is refused`() throws {
        #expect(throws: CardProblem.nameUnreadable) { try identity(block("prc", at: 0, "", padded: 15)) }
        var half = try Vectors.textBlock("prc")
        half.replaceSubrange(0..<2, with: [0x00, 0xD8])
        #expect(throws: CardProblem.nameUnreadable) { try identity(half) }
    }

    @Test func `a foreigner's card without the first name gives the other`() throws {
        #expect(try identity(block("fi", at: 0, "", padded: 60)).name == "测试丙")
        #expect(try identity(block("fy", at: 0, "", padded: 15)).name == "TESTER, SAMPLE")
        var long = try block("fy", at: 0, "", padded: 15)
        long = try self.block(over: long, at: 52, String(repeating: "A", count: 35))
        long = try self.block(over: long, at: 220, "BCD")
        #expect(try identity(long).name == String(repeating: "A", count: 35) + "BCD")
    }

    private func block(over block: [UInt8], at offset: Int, _ text: String) throws -> [UInt8] {
        var block = block
        for (index, unit) in text.utf16.enumerated() {
            block[offset + 2 * index] = UInt8(unit & 0xFF)
            block[offset + 2 * index + 1] = UInt8(unit >> 8)
        }
        return block
    }

    @Test(arguments: ["20311301", "2031060", "abcdefgh", "", "长 期", "00000000"])
    func `a validity that is neither a date nor 长期 is unreadable and refuses nothing`(text: String) throws {
        #expect(try identity(block("prc2", at: 204, text, padded: 8)).validity == .unreadable)
    }

    @Test(arguments: ["11010119900307867X", "440308199901101513", "", "44030819990110151", "４40308199901101512"])
    func `a number with a wrong check, form or birth date is refused`(number: String) throws {
        #expect(throws: CardProblem.numberUnreadable) { try identity(block("prc", at: 122, number, padded: 18)) }
    }

    @Test(
        arguments: [
            ("prc", "932682198501010017"), ("hmt", "440308199901101512"), ("fy", "440308199901101512"),
        ]
    )
    func `a number that the kind of card cannot carry is refused`(file: String, number: String) throws {
        #expect(throws: CardProblem.numberOfOtherKind) { try identity(block(file, at: 122, number, padded: 18)) }
    }

    @Test(arguments: ["K", "i", "\0", "中"])
    func `an unknown kind of card is refused`(flag: String) throws {
        #expect(throws: CardProblem.unknownKind) { try identity(block("prc", at: 248, flag, padded: 1)) }
    }

    @Test func `a block of another size is refused`() throws {
        #expect(throws: CardProblem.unknownKind) { try identity(Vectors.textBlock("prc").dropLast()) }
        #expect(throws: CardProblem.unknownKind) { try identity([]) }
    }

    @Test func `no block of random bytes crashes`() {
        var generator = Seeded(state: 7)
        for _ in 0..<500 {
            var noise = (0..<256).map { _ in UInt8.random(in: 0...255, using: &generator) }
            (noise[248], noise[249]) = ([0x20, 0x49, 0x4A, 0x59].randomElement(using: &generator) ?? 0x20, 0)
            #expect(throws: CardProblem.self) { try identity(noise) }
        }
    }
}
