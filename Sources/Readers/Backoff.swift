/// Growing pauses between tries: 0.2 s, doubling to 5 s, each up to a fifth shorter or longer so that devices on one
/// hub do not all try at the same moment.
struct Backoff: Sendable {
    static let first = 0.2
    static let longest = 5.0

    private var failures = 0

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        var seconds = Self.first
        for _ in 0..<min(failures, 8) { seconds *= 2 }
        failures = min(failures + 1, 8)
        return .seconds(min(seconds, Self.longest) * Double.random(in: 0.8...1.2, using: &generator))
    }

    mutating func reset() { failures = 0 }
}
