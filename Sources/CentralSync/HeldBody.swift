import NIOCore
import Outbox

/// The lines of a batch as a request's body, of which the last line is held until it may go.
///
/// The central stores nothing before it has the whole body. So it can already read and judge a batch while the kiosk
/// still writes down the answers to the one before; and whenever the kiosk dies, one batch at most is at the central
/// without being answered here.
struct HeldBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    /// Bytes of one piece, roughly.
    private static let piece = 32 * 1_024

    private let entries: [OutboxEntry]
    private let gate: AsyncStream<Void>

    /// One element of `gate` lets the last line go; a gate that ends without one ends the body with an error.
    init(_ entries: [OutboxEntry], gate: AsyncStream<Void>) {
        self.entries = entries
        self.gate = gate
    }

    /// Lines.
    var count: Int { entries.count }

    /// Bytes of all of it.
    var length: Int { entries.reduce(0) { $0 + $1.document.count + 1 } }

    func makeAsyncIterator() -> Iterator { Iterator(rest: entries[...], gate: gate.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<OutboxEntry>
        fileprivate var gate: AsyncStream<Void>.Iterator

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            var buffer = ByteBuffer()
            while rest.count > 1, buffer.readableBytes < HeldBody.piece { write(rest.removeFirst(), to: &buffer) }
            guard buffer.readableBytes == 0 else { return buffer }
            guard await gate.next() != nil else { throw CancellationError() }
            write(rest.removeFirst(), to: &buffer)
            return buffer
        }

        private func write(_ entry: OutboxEntry, to buffer: inout ByteBuffer) {
            buffer.writeBytes(entry.document)
            buffer.writeInteger(UInt8(ascii: "\n"))
        }
    }
}
