/// What an import found and did.
package struct ImportReport: Sendable {
    /// At most this many bad lines are listed; all are counted.
    package static let listed = 100

    package let encoding: ExtractEncoding
    /// `,`, `;` or a tab.
    package let separator: Character
    /// Lines with a vehicle, good or bad.
    package internal(set) var lines = 0
    /// Lines that say the same as one before.
    package internal(set) var repeatedLines = 0
    /// Lines with at least one problem.
    package internal(set) var badLines = 0
    /// The problems of the first of them, by line; a line may have several.
    package internal(set) var problems: [BadLine] = []
    /// What was written; nil when nothing was, because of bad lines.
    package internal(set) var snapshot: SnapshotHeader?
    /// Of the snapshot.
    package internal(set) var bytes = 0

    init(encoding: ExtractEncoding, separator: UInt8) {
        self.encoding = encoding
        self.separator = Character(Unicode.Scalar(separator))
    }

    mutating func add(_ found: [BadLine]) {
        badLines += 1
        problems += found
        problems.sort { $0.line < $1.line }
        if problems.count > Self.listed { problems.removeLast(problems.count - Self.listed) }
    }
}
