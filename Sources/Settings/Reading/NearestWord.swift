/// Finds what somebody meant to write.
package enum NearestWord {
    /// The candidate with the fewest inserted, deleted, replaced or swapped letters, case aside; nil when even that
    /// needs more than a third of the word.
    package static func to(_ word: String, among candidates: [String]) -> String? {
        guard (1...64).contains(word.count) else { return nil }
        let wanted = Array(word.lowercased())
        let scored = candidates.map { (candidate: $0, distance: distance(wanted, Array($0.lowercased()))) }
        guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= max(1, word.count / 3) else {
            return nil
        }
        return best.candidate
    }

    /// Whether the words differ, case aside, by one letter at most that is inserted, deleted, replaced or swapped.
    package static func isSlip(_ word: String, of other: String) -> Bool {
        (1...64).contains(word.count) && distance(Array(word.lowercased()), Array(other.lowercased())) <= 1
    }

    /// Optimal string alignment distance.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    previous[column] + (letter == other ? 0 : 1),
                    previous[column + 1] + 1,
                    current[column] + 1
                )
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
