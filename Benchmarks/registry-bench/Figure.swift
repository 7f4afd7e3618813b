import Glibc

/// One figure with its name and unit.
struct Figure {
    let name: String
    let value: Double
    let unit: String

    init(_ name: String, _ value: Double, _ unit: String) {
        (self.name, self.value, self.unit) = (name, value, unit)
    }

    /// As one process tells it to another.
    var line: String { "\(name)\t\(value)\t\(unit)" }

    init?(line: some StringProtocol) {
        let parts = String(line).split(separator: "\t" as Character).map(String.init)
        guard parts.count == 3, let value = Double(parts[1]) else { return nil }
        self.init(parts[0], value, parts[2])
    }

    /// Three digits that say something, no more.
    var text: String {
        let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        var bytes = [CChar](repeating: 0, count: 64)
        let length = withVaList([CInt(places), value]) { vsnprintf(&bytes, bytes.count, "%.*f", $0) }
        return String(decoding: bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// How long each of many took, in nanoseconds.
struct Series {
    private var values: [Int64] = []

    init(capacity: Int) { values.reserveCapacity(capacity) }

    mutating func measure<Value>(_ work: () throws -> Value) rethrows -> Value {
        let start = Clock.now
        let value = try work()
        values.append(Clock.now - start)
        return value
    }

    var p50: Double { rank(0.5) }
    var p99: Double { rank(0.99) }

    func figures(_ name: String) -> [Figure] {
        [Figure("\(name), p50", p50 / 1e3, "µs"), Figure("\(name), p99", p99 / 1e3, "µs")]
    }

    /// By nearest rank.
    private func rank(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return Double(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
}

/// CLOCK_MONOTONIC, in nanoseconds.
enum Clock {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// This process's resident memory, bytes.
enum Resident {
    /// The second field of /proc/self/statm, in pages.
    static var bytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(CInt(_SC_PAGESIZE)) : 0
    }

    /// getrusage(2) counts in KiB.
    static var peak: Int {
        var usage = rusage()
        getrusage(.init(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1_024
    }
}

/// Why a measurement could not be made.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
