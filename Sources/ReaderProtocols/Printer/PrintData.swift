/// A paper as bytes for a printer, in pieces that end between two commands: a job that stops after a piece leaves no
/// printer waiting for the rest of an image.
package struct PrintData: Equatable, Sendable {
    /// Bytes of a piece, unless one command alone is longer; none is longer than twice this.
    package static let usualPiece = 2_048

    package let pieces: [[UInt8]]
    /// Height of the paper in dots, about.
    package let height: Int

    init(commands: [[UInt8]], height: Int) {
        var pieces: [[UInt8]] = []
        for command in commands {
            if let last = pieces.last, last.count + command.count <= Self.usualPiece {
                pieces[pieces.count - 1] += command
            } else {
                pieces.append(command)
            }
        }
        self.pieces = pieces
        self.height = height
    }
}
