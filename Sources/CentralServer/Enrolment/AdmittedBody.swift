import Hummingbird
import NIOCore

/// A request's body, at whose end its sender must still be let in: else whoever was revoked while the body came, however
/// slowly, would get one thing more done.
struct AdmittedBody: AsyncSequence, Sendable {
    let body: RequestBody
    /// Throws when the sender is not let in any more.
    let admit: @Sendable () async throws -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var pieces: RequestBody.AsyncIterator
        fileprivate let admit: @Sendable () async throws -> Void

        mutating func next() async throws -> ByteBuffer? {
            if let piece = try await pieces.next() { return piece }
            try await admit()
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pieces: body.makeAsyncIterator(), admit: admit) }
}
