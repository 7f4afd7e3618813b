/// What a programme's plates look like: a small part of the usual language of patterns, matched against a whole plate.
///
/// | written | matches |
/// | --- | --- |
/// | `藏A` | these characters, as they stand on a folded plate |
/// | `[A-HJ-NP-Z0-9]`, `[^IO]` | one character of the set, one outside it |
/// | `\d` | one digit 0–9, also inside a set |
/// | `.` | any one character |
/// | `(…)`, `(?:…)` | a group |
/// | `a\|b` | either |
/// | `?`, `*`, `+`, `{3}`, `{1,5}`, `{2,}` | how often; at most 32 times |
///
/// `^` at the start and `$` at the end may be written and change nothing. Matching walks the pattern once with the set
/// of all places where the plate may have been cut, so there is no backtracking: its work is bounded by
/// `largestSize` steps whatever the pattern and the plate are.
package struct PlatePattern: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no pattern. Places are counted in Unicode scalars from 1.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// Not 1–200 Unicode scalars.
        case length
        /// Something that this language does not have.
        case unsupported(Unicode.Scalar, at: Int)
        /// A bracket, brace or group that is not closed, or closed and never opened.
        case unbalanced(at: Int)
        /// A repetition of nothing, backwards, or beyond 32.
        case repetition(at: Int)
        /// A set that is empty or backwards.
        case set(at: Int)
        /// A small letter, a separator or another character that no folded plate has.
        case neverOnPlate(Unicode.Scalar, at: Int)
        /// Repetitions of repetitions that need more than `largestSize` steps, or groups more than 16 deep.
        case tooLarge

        package var description: String {
            switch self {
            case .length: "must have 1–200 characters"
            case .unsupported(let scalar, let place): "character \(place): \"\(scalar)\" has no meaning here"
            case .unbalanced(let place): "character \(place): a bracket is not closed, or not opened"
            case .repetition(let place): "character \(place): repeats nothing, or a wrong number of times (at most 32)"
            case .set(let place): "character \(place): the set is empty or runs backwards"
            case .neverOnPlate(let scalar, let place):
                "character \(place): \"\(scalar)\" never stands on a plate (capitals, no spaces, dots or dashes)"
            case .tooLarge: "repeats too much"
            }
        }
    }

    /// The most steps that a match may take.
    package static let largestSize = 4_096

    package let text: String
    private let root: PatternNode

    package init(_ text: some StringProtocol) throws(Problem) {
        guard (1...200).contains(text.unicodeScalars.count) else { throw .length }
        var parser = PatternParser(text)
        root = try parser.parse()
        self.text = String(text)
        guard root.size <= Self.largestSize else { throw .tooLarge }
    }

    /// Whether the pattern matches the plate from its first to its last character.
    package func matches(_ plate: Plate) -> Bool {
        let scalars = Array(plate.text.unicodeScalars)
        return root.ends(from: 1, in: scalars) & (1 << UInt64(scalars.count)) != 0
    }

    package static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    package var description: String { text }
}
