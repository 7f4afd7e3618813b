import ReaderProtocols
import Testing

struct SpeedSearchTests {
    @Test(
        arguments: [
            (115_200, [57_600, 38_400, 19_200, 9_600]), (9_600, [115_200, 57_600, 38_400, 19_200]),
            (38_400, [115_200, 57_600, 19_200, 9_600]), (230_400, [115_200, 57_600, 38_400, 19_200, 9_600]),
        ]
    )
    func `the configured speed is tried first, then every other once, then the line is set back`(
        configured: Int,
        others: [Int]
    ) {
        var search = SpeedSearch(configured: configured)
        #expect(search.first == configured)
        for _ in 0..<3 {
            for baud in others { #expect(search.silent() == .tryAt(baud: baud)) }
            #expect(search.silent() == .exhausted(backTo: configured))
        }
    }

    @Test func `an answer ends the search for good`() {
        var search = SpeedSearch(configured: 115_200)
        #expect(search.silent() == .tryAt(baud: 57_600))
        #expect(search.silent() == .tryAt(baud: 38_400))
        #expect(search.answered() == .settled(baud: 38_400))
        #expect(search.answered() == .keep)
        for _ in 0..<20 { #expect(search.silent() == .keep) }
    }

    @Test func `a reader that answers at the configured speed is never searched`() {
        var search = SpeedSearch(configured: 115_200)
        #expect(search.answered() == .settled(baud: 115_200))
        #expect(search.silent() == .keep)
    }

    @Test func `after a round in vain the configured speed is still the one that counts`() {
        var search = SpeedSearch(configured: 19_200)
        while search.silent() != .exhausted(backTo: 19_200) {}
        #expect(search.answered() == .settled(baud: 19_200))
    }

    @Test func `a speed found earlier comes before the configured one`() {
        var search = SpeedSearch(configured: 115_200, found: 9_600)
        #expect(search.first == 9_600)
        for baud in [115_200, 57_600, 38_400, 19_200] { #expect(search.silent() == .tryAt(baud: baud)) }
        #expect(search.silent() == .exhausted(backTo: 9_600))
    }
}
