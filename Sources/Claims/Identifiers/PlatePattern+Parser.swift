/// Reads the text of a `PlatePattern` from left to right, once.
struct PatternParser {
    private static let deepest = 16
    private static let mostTimes = 32

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: some StringProtocol) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws(PlatePattern.Problem) -> PatternNode {
        if peek == "^" { position += 1 }
        let node = try choice()
        if peek == "$", position == scalars.count - 1 { position += 1 }
        guard let left = peek else { return node }
        throw left == ")" ? .unbalanced(at: position + 1) : .unsupported(left, at: position + 1)
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() throws(PlatePattern.Problem) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PlatePattern.Problem) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            if next == "$", position == scalars.count - 1 { break }
            let node = try atom(next)
            nodes.append(try repeated(node))
        }
        return .sequence(nodes)
    }

    private mutating func atom(_ first: Unicode.Scalar) throws(PlatePattern.Problem) -> PatternNode {
        let start = position + 1
        position += 1
        switch first {
        case "(": return try group(openedAt: start)
        case "[": return .one(try set(openedAt: start))
        case ".": return .one(PatternSet(isNegated: true))
        case "\\":
            guard take("d") else { throw .unsupported(first, at: start) }
            return .one(PatternSet(ranges: [PatternSet.digits]))
        case "]", "}": throw .unbalanced(at: start)
        case "{", "?", "*", "+": throw .repetition(at: start)
        case "^", "$": throw .unsupported(first, at: start)
        default:
            try checkStandsOnPlate(first, at: start)
            return .one(PatternSet(ranges: [first...first]))
        }
    }

    private mutating func group(openedAt start: Int) throws(PlatePattern.Problem) -> PatternNode {
        if take("?") {
            guard take(":") else { throw .unsupported("?", at: start + 1) }
        }
        depth += 1
        guard depth <= Self.deepest else { throw .tooLarge }
        let node = try choice()
        guard take(")") else { throw .unbalanced(at: start) }
        depth -= 1
        return node
    }

    private mutating func set(openedAt start: Int) throws(PlatePattern.Problem) -> PatternSet {
        var set = PatternSet(isNegated: take("^"))
        while let first = peek, first != "]" {
            position += 1
            let place = position
            if first == "\\" {
                guard take("d") else { throw .unsupported(first, at: place) }
                set.ranges.append(PatternSet.digits)
                continue
            }
            guard first != "[" else { throw .unsupported(first, at: place) }
            try checkStandsOnPlate(first, at: place)
            var last = first
            if take("-") {
                guard let end = peek, end != "]" else { throw .set(at: place) }
                position += 1
                try checkStandsOnPlate(end, at: position)
                last = end
            }
            guard first <= last else { throw .set(at: place) }
            set.ranges.append(first...last)
        }
        guard take("]") else { throw .unbalanced(at: start) }
        guard !set.ranges.isEmpty else { throw .set(at: start) }
        return set
    }

    private mutating func repeated(_ node: PatternNode) throws(PlatePattern.Problem) -> PatternNode {
        let start = position + 1
        let count: ClosedRange<Int>
        switch peek {
        case "?": count = 0...1
        case "*": count = 0...Self.mostTimes
        case "+": count = 1...Self.mostTimes
        case "{":
            position += 1
            count = try bounds(openedAt: start)
        default: return node
        }
        position += 1
        if let next = peek, ["?", "*", "+", "{"].contains(next) { throw .repetition(at: position + 1) }
        return .repeated(node, count)
    }

    /// `3}`, `1,5}` or `2,}`; stops on the last brace.
    private mutating func bounds(openedAt start: Int) throws(PlatePattern.Problem) -> ClosedRange<Int> {
        let lower = try number(openedAt: start)
        var upper = lower
        if take(",") { upper = peek == "}" ? Self.mostTimes : try number(openedAt: start) }
        guard peek == "}" else { throw .unbalanced(at: start) }
        guard lower <= upper, upper > 0 else { throw .repetition(at: start) }
        return lower...upper
    }

    private mutating func number(openedAt start: Int) throws(PlatePattern.Problem) -> Int {
        var value = 0
        var hasDigits = false
        while let next = peek, PatternSet.digits.contains(next) {
            value = value * 10 + Int(next.value - 0x30)
            guard value <= Self.mostTimes else { throw .repetition(at: start) }
            hasDigits = true
            position += 1
        }
        guard hasDigits else { throw .repetition(at: start) }
        return value
    }

    private func checkStandsOnPlate(_ scalar: Unicode.Scalar, at place: Int) throws(PlatePattern.Problem) {
        var twice = ""
        twice.unicodeScalars.append(contentsOf: [scalar, scalar])
        let isFolded = Plate(twice).map { Array($0.text.unicodeScalars) == [scalar, scalar] } ?? false
        // A Tibetan mark stands on a plate, though never first.
        guard isFolded || (0x0F00...0x0FFF).contains(scalar.value) && CompatibilityForm.isLetter(scalar) else {
            throw .neverOnPlate(scalar, at: place)
        }
    }
}
