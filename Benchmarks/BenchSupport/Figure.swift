package import Glibc

/// One figure with its name and unit.
package struct Figure {
    package let name: String
    package let value: Double
    package let unit: String

    package init(_ name: String, _ value: Double, _ unit: String) {
        (self.name, self.value, self.unit) = (name, value, unit)
    }

    /// Three digits that say something, no more.
    package var text: String {
        let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        var bytes = [CChar](repeating: 0, count: 64)
        let length = withVaList([CInt(places), value]) { vsnprintf(&bytes, bytes.count, "%.*f", $0) }
        let digits = String(decoding: bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return unit.isEmpty ? digits : "\(digits) \(unit)"
    }
}

/// How long each of many took, in nanoseconds.
package struct Series {
    private var values: [Int64] = []

    package init() {}

    /// One more, in nanoseconds.
    package mutating func add(_ nanoseconds: Int64) { values.append(nanoseconds) }

    package mutating func measure(_ work: () throws -> Void) rethrows {
        let start = Clock.now
        try work()
        values.append(Clock.now - start)
    }

    /// For work of this thread alone: whatever else the machine does in between is not counted.
    package mutating func measureWorked(_ work: () throws -> Void) rethrows {
        let start = Clock.worked
        try work()
        values.append(Clock.worked - start)
    }

    package var p50: Double { rank(0.5) }
    package var p99: Double { rank(0.99) }

    package func figures(_ name: String) -> [Figure] {
        [Figure("\(name), p50", p50 / 1e3, "µs"), Figure("\(name), p99", p99 / 1e3, "µs")]
    }

    /// By nearest rank.
    private func rank(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
}

/// Clocks of the system, in nanoseconds.
package enum Clock {
    package static var now: Int64 { read(CLOCK_MONOTONIC) }

    /// What this thread spent on a processor.
    package static var worked: Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

    package static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Why a measurement could not be made.
package struct BenchFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
