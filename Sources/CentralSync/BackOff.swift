/// How long to wait after failures in a row: doubling, with a cap, and shortened at random so that kiosks that lost
/// the central together do not come back together.
package struct BackOff: Hashable, Sendable {
    package struct Policy: Hashable, Sendable {
        /// After the first failure.
        package let first: Duration
        /// Never exceeded.
        package let longest: Duration
        /// The part of a delay that chance may take off, 0–1.
        package let jitter: Double

        /// Values outside their range are moved into it: delays to 1 ms – 1 day, `longest` to at least `first`.
        package init(
            first: Duration = .milliseconds(500),
            longest: Duration = .seconds(60),
            jitter: Double = 0.25
        ) {
            self.first = min(max(first, .milliseconds(1)), .seconds(86_400))
            self.longest = min(max(longest, self.first), .seconds(86_400))
            self.jitter = jitter.isNaN ? 0 : min(max(jitter, 0), 1)
        }
    }

    private let policy: Policy
    private(set) var failures: Int

    /// `failures` have been in a row already.
    package init(_ policy: Policy = Policy(), failures: Int = 0) {
        self.policy = policy
        self.failures = max(0, failures)
    }

    /// The delay after one more failure. `random` is 0 for the full delay, below 1 for what chance takes off.
    ///
    /// | failures | 1 | 2 | 3 | 4 | … | 8 and more |
    /// | delay in s, standard policy, `random` 0 | 0.5 | 1 | 2 | 4 | … | 60 |
    package mutating func next(random: Double) -> Duration {
        failures = min(failures + 1, 1_000)
        let first = policy.first / .seconds(1)
        let longest = policy.longest / .seconds(1)
        var seconds = first
        for _ in 1..<failures where seconds < longest { seconds *= 2 }
        seconds = min(seconds, longest) * (1 - policy.jitter * min(max(random, 0), 1))
        return .milliseconds(Int64((seconds * 1_000).rounded(.up)))
    }

    package mutating func reset() { failures = 0 }
}
