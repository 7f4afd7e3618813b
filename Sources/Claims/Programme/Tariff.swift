/// What is paid, and by which measure: rows of ranges that never overlap.
package struct Tariff: Equatable, Sendable {
    /// What the amount depends on.
    package enum Measure: String, CaseIterable, Sendable {
        /// The battery's nominal voltage, in volts.
        case voltage
        /// What the odometer shows, in whole kilometres.
        case kilometres
        /// Nothing: every bike gets the same.
        case flat
    }

    package struct Row: Equatable, Sendable {
        /// Both ends included, in the measure's unit.
        package let range: ClosedRange<Int>
        package let amount: Fen

        package init(_ range: ClosedRange<Int>, _ amount: Fen) {
            self.range = range
            self.amount = amount
        }
    }

    package let measure: Measure
    /// In rising order. One row over everything for a flat amount.
    package let rows: [Row]
    /// What a value without a row leads to. It is never rounded to one.
    package let otherwise: Programme.Severity

    /// Nil when there is no row, or two rows overlap.
    package init?(by measure: Measure, _ rows: [Row], otherwise: Programme.Severity) {
        let sorted = rows.sorted { $0.range.lowerBound < $1.range.lowerBound }
        guard !sorted.isEmpty,
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0.range.upperBound < $1.range.lowerBound })
        else { return nil }
        self.measure = measure
        self.rows = sorted
        self.otherwise = otherwise
    }

    /// One amount for every bike.
    package init(flat amount: Fen) {
        measure = .flat
        rows = [Row(Int.min...Int.max, amount)]
        otherwise = .refuse
    }

    /// The voltages that have a row; none where the amount does not go by voltage.
    package var nominalVolts: [Int] { measure == .voltage ? rows.map(\.range.lowerBound) : [] }

    /// Nil when no row has the value.
    package func amount(for value: Int) -> Fen? { rows.first { $0.range.contains(value) }?.amount }
}
