/// Figures of one series, in the series' own unit.
struct Statistics: Encodable {
    let count: Int
    let min: Double
    let p50: Double
    let p99: Double
    let max: Double

    /// Nearest-rank percentiles. Zeros for no values at all.
    init(_ values: [Double]) {
        let sorted = values.sorted()
        func rank(_ share: Double) -> Double {
            guard !sorted.isEmpty else { return 0 }
            let index = Int((share * Double(sorted.count)).rounded(.up)) - 1
            return sorted[Swift.min(Swift.max(index, 0), sorted.count - 1)]
        }
        count = sorted.count
        (min, p50, p99, max) = (rank(0), rank(0.5), rank(0.99), rank(1))
    }

    init(nanoseconds: [Int64], unit: Double) { self.init(nanoseconds.map { Double($0) / unit }) }
}
