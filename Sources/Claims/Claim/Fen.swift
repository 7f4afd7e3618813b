/// Money: a whole number of fen (1/100 yuan). Never a floating-point number.
package struct Fen: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let amount: Int64

    package init(_ amount: Int64) { self.amount = amount }

    package static let zero = Fen(0)

    package static func < (left: Self, right: Self) -> Bool { left.amount < right.amount }

    /// Yuan with two decimals, `371.00`.
    package var description: String {
        let size = amount.magnitude
        return "\(amount < 0 ? "-" : "")\(size / 100).\((size % 100).padded(to: 2))"
    }
}
