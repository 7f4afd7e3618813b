import CentralSync
import Testing

struct BackOffTests {
    @Test func `delays double from half a second to a minute and stay there`() {
        var backOff = BackOff()
        let delays = (0..<12).map { _ in backOff.next(random: 0) }
        let expected = [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60].map { Duration.seconds($0) }
        #expect(delays == expected)
    }

    @Test func `it begins again after a success`() {
        var backOff = BackOff()
        for _ in 0..<5 { _ = backOff.next(random: 0) }
        backOff.reset()
        #expect(backOff.next(random: 0) == .milliseconds(500))
    }

    @Test func `chance takes off a quarter at most and adds nothing`() {
        for random in [0, 0.25, 0.5, 0.999_999] {
            var backOff = BackOff()
            for _ in 0..<20 {
                var full = backOff
                let delay = backOff.next(random: random)
                let longest = full.next(random: 0)
                #expect(delay <= longest && delay >= longest * 0.75)
            }
        }
    }

    @Test func `a million failures do not overflow`() {
        var backOff = BackOff(BackOff.Policy(first: .seconds(86_400), longest: .seconds(86_400)))
        for _ in 0..<1_000_000 { _ = backOff.next(random: 0.5) }
        #expect(backOff.next(random: 0) == .seconds(86_400))
    }

    @Test(arguments: [Double.nan, -1, 2, .infinity, -.infinity])
    func `odd values are moved into their range`(odd: Double) {
        let policy = BackOff.Policy(first: .seconds(-5), longest: .seconds(-9), jitter: odd)
        #expect((0...1).contains(policy.jitter))
        #expect(policy.first == .milliseconds(1) && policy.longest == .milliseconds(1))
        var backOff = BackOff()
        #expect((.zero ... .milliseconds(500)).contains(backOff.next(random: odd.isNaN ? 1 : odd)))
    }
}
