import Claims
import Testing

struct ClaimIDTests {
    @Test func `an id carries its time, version 7 and variant 10`() throws {
        var random = TestRandom(seed: 1)
        let time = Timestamp(milliseconds: 0x0193_ABCD_EF12)
        for _ in 0..<500 {
            let id = ClaimID(at: time, using: &random)
            let text = Array(id.text)
            #expect(id.text.hasPrefix("0193abcd-ef12-7"))
            #expect(text.count == 36)
            #expect([8, 13, 18, 23].allSatisfy { text[$0] == "-" })
            #expect("89ab".contains(text[19]))
            #expect(ClaimID(id.text) == id)
            #expect(id.description == id.text)
        }
    }

    @Test func `all 74 random bits are used`() {
        var ones = AllOnes()
        var zeros = AllZeros()
        let time = Timestamp(milliseconds: 0)
        #expect(ClaimID(at: time, using: &ones).text == "00000000-0000-7fff-bfff-ffffffffffff")
        #expect(ClaimID(at: time, using: &zeros).text == "00000000-0000-7000-8000-000000000000")
    }

    @Test func `a later millisecond sorts later, and ids of one millisecond differ`() {
        var random = TestRandom(seed: 2)
        var texts: [String] = []
        for millisecond in 0..<1_000 {
            texts.append(
                ClaimID(at: Timestamp(milliseconds: 1_741_572_000_000 + Int64(millisecond)), using: &random).text
            )
        }
        #expect(texts == texts.sorted())
        let same = (0..<1_000).map { _ in ClaimID(at: Timestamp(milliseconds: 1), using: &random) }
        #expect(Set(same).count == 1_000)
    }

    @Test(arguments: [Int64.min, -1, Int64.max])
    func `times outside 48 bits still make an id`(milliseconds: Int64) {
        var random = TestRandom(seed: 3)
        let id = ClaimID(at: Timestamp(milliseconds: milliseconds), using: &random)
        #expect(ClaimID(id.text) == id)
    }

    @Test func `capital letters are read and stored small`() {
        #expect(ClaimID("0193ABCD-EF12-7ABC-8DEF-0123456789AB")?.text == "0193abcd-ef12-7abc-8def-0123456789ab")
    }

    @Test(arguments: [
        "", "0193abcd-ef12-7abc-8def-0123456789a", "0193abcd-ef12-7abc-8def-0123456789abc",
        "0193abcdef127abc8def0123456789ab", "{193abcd-ef12-7abc-8def-0123456789a}",
        "0193abcd-ef12-4abc-8def-0123456789ab",
        "0193abcd-ef12-8abc-8def-0123456789ab", "0193abcd-ef12-7abc-7def-0123456789ab",
        "0193abcd-ef12-7abc-cdef-0123456789ab", "0193abcd-ef12-7abc-8def-0123456789ag",
        "0193abcd-ef12-7abc-8def-0123456789 b", "0193abcd_ef12_7abc_8def_0123456789ab",
        "0193abc-def12-7abc-8def-0123456789ab", "00000000-0000-0000-0000-000000000000",
        "0193abcd-ef12-7abc-8def-0123456789a\u{FF42}",
    ])
    func `anything else is refused`(text: String) {
        #expect(ClaimID(text) == nil)
    }

    private struct AllOnes: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    private struct AllZeros: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }
}
