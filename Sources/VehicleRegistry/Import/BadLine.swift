/// A line of an extract that cannot be right. Shows no value of it but the masked plate.
package struct BadLine: Equatable, Sendable {
    /// From 1; the headings are line 1 in most extracts.
    package let line: Int
    /// Nil when the whole line is wrong.
    package let column: ExtractColumn?
    /// What is wrong with it, as the rest of a sentence.
    package let problem: String
    /// Masked; nil when it could not be read.
    package let plate: String?
}
