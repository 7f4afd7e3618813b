/// What devices look like: lines of which the most specific that fits decides.
package struct MatchTable: Hashable, Sendable {
    /// Two lines of which neither is the more specific, by their indices. Or more lines than `limit`.
    package enum Fault: Error, Equatable {
        case tie(first: Int, second: Int)
        case tooLong
    }

    package static let limit = 1_000
    package static let empty = MatchTable(checked: [])

    package let rows: [MatchRow]

    package init(_ rows: [MatchRow]) throws(Fault) {
        guard rows.count <= Self.limit else { throw .tooLong }
        for (index, row) in rows.enumerated() {
            if let first = rows[..<index].firstIndex(where: row.ties) { throw .tie(first: first, second: index) }
        }
        self.rows = rows
    }

    private init(checked rows: [MatchRow]) { self.rows = rows }

    /// The most specific line that fits; nil when none does.
    package func row(for device: DetectedDevice) -> MatchRow? {
        rows.filter { $0.matches(device) }.max { $0.specificity < $1.specificity }
    }
}
