package import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bodies of any size, piece by piece.
extension ControlClient {
    /// Calls `take` for each piece of the answer. Throws what the daemon answered, and `control.unreachable` when it stops
    /// before the end.
    package func download(
        _ method: HTTPMethod = .POST,
        _ route: String,
        take: ([UInt8]) throws -> Void
    ) async throws {
        let body = method == .POST ? Data("{}".utf8) : nil
        var refused: [UInt8] = []
        try await exchange(method, route, body: body, within: nil) { status, bytes in
            try sort(status, bytes, &refused, take)
            return true
        } refused: { status in
            throw refusal(status, Data(refused))
        }
    }

    /// Sends a body; `next` gives nil after its last piece.
    package func upload<Answer: Decodable>(
        _ route: String,
        as type: Answer.Type,
        next: () throws -> ArraySlice<UInt8>?
    ) async throws -> Answer {
        var answer: [UInt8] = []
        try await transfer(route, next: next) { answer += $0 }
        return try decode(Data(answer), as: type)
    }

    /// Sends a body, then calls `take` for each piece of the answer.
    package func transfer(
        _ route: String,
        next: () throws -> ArraySlice<UInt8>?,
        take: ([UInt8]) throws -> Void
    ) async throws {
        var refused: [UInt8] = []
        try await exchange(.POST, route, isChunked: true, pieces: next, within: nil) { status, bytes in
            try sort(status, bytes, &refused, take)
            return true
        } refused: { status in
            throw refusal(status, Data(refused))
        }
    }

    private func sort(
        _ status: HTTPResponseStatus,
        _ bytes: [UInt8],
        _ refused: inout [UInt8],
        _ take: ([UInt8]) throws -> Void
    ) throws {
        guard status != .ok else { return try take(bytes) }
        refused += bytes
        guard refused.count <= Self.largestBody else { throw notUnderstood() }
    }
}
