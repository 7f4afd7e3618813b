package import Claims
package import NIOCore
import WireAPI

/// Cuts a body that comes in pieces into its lines, within the limits of a batch.
package struct LineSplitter {
    private var rest: [UInt8] = []
    private var bytes = 0
    private var lines = 0

    package init() {}

    /// The lines that end in this piece, without their line feeds; empty ones are passed over.
    package mutating func add(_ piece: ByteBuffer) throws(KioskError) -> [[UInt8]] {
        bytes += piece.readableBytes
        guard bytes <= BatchAnswer.maximum.bytes else {
            throw Self.tooLarge("it has more than \(BatchAnswer.maximum.bytes) bytes")
        }
        var found: [[UInt8]] = []
        var piece = piece.readableBytesView
        while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
            rest += piece[..<end]
            piece = piece[(end + 1)...]
            try cut(&found)
        }
        rest += piece
        return found
    }

    /// The last line, if it had no line feed.
    package mutating func end() throws(KioskError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        try cut(&found)
        return found
    }

    private mutating func cut(_ found: inout [[UInt8]]) throws(KioskError) {
        guard !rest.isEmpty else { return }
        lines += 1
        guard lines <= BatchAnswer.maximum.lines else {
            throw Self.tooLarge("it has more than \(BatchAnswer.maximum.lines) lines")
        }
        found.append(rest)
        rest = []
    }

    private static func tooLarge(_ why: String) -> KioskError {
        KioskError(.requestTooLarge, "the batch is too large: \(why)", remedy: "Send fewer claims at once.")
    }
}
