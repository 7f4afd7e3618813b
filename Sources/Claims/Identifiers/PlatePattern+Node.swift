/// A parsed pattern.
indirect enum PatternNode: Sendable {
    case one(PatternSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, ClosedRange<Int>)

    /// Steps that `ends` takes at the most, saturating.
    var size: Int {
        switch self {
        case .one: 1
        case .sequence(let nodes), .choice(let nodes): nodes.reduce(1) { Self.sum($0, $1.size) }
        case .repeated(let node, let count):
            Self.sum(1, Self.product(node.size, count.upperBound))
        }
    }

    /// The places where a match of this node may end when it may start at `starts`. Bit n stands for the place before
    /// character n; a plate has 32 characters at the most, so 33 bits are enough.
    func ends(from starts: UInt64, in scalars: [Unicode.Scalar]) -> UInt64 {
        guard starts != 0 else { return 0 }
        switch self {
        case .one(let set):
            return scalars.indices.reduce(0) { ends, index in
                guard starts & (1 << UInt64(index)) != 0, set.contains(scalars[index]) else { return ends }
                return ends | 1 << UInt64(index + 1)
            }
        case .sequence(let nodes): return nodes.reduce(starts) { $1.ends(from: $0, in: scalars) }
        case .choice(let nodes): return nodes.reduce(0) { $0 | $1.ends(from: starts, in: scalars) }
        case .repeated(let node, let count):
            var current = starts
            for _ in 0..<count.lowerBound { current = node.ends(from: current, in: scalars) }
            var all = current
            for _ in count.lowerBound..<count.upperBound {
                current = node.ends(from: current, in: scalars)
                all |= current
            }
            return all
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (value, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : value
    }

    private static func product(_ left: Int, _ right: Int) -> Int {
        let (value, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? .max : value
    }
}

/// A set of characters, or all but those.
struct PatternSet: Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var isNegated = false

    static let digits: ClosedRange<Unicode.Scalar> = "0"..."9"

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }
}
