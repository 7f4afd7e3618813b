import AsyncHTTPClient
import NIOCore
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A snapshot of the counter and when it had arrived.
struct SnapshotArrival: Sendable {
    let snapshot: CounterSnapshot
    let at: ContinuousClock.Instant
}

/// Cuts snapshots out of a stream of server-sent events (WHATWG HTML §9.2.6; LF or CRLF).
struct SnapshotEventParser {
    struct TooLong: Error {}

    /// Bytes of one event.
    static let maximumEvent = 1 << 20

    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []

    /// The snapshots that these bytes complete. Throws when an event is too long or its data is no snapshot.
    mutating func parse(_ bytes: some Sequence<UInt8>) throws -> [CounterSnapshot] {
        var snapshots: [CounterSnapshot] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count + data.count <= Self.maximumEvent else { throw TooLong() }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.isEmpty {
                if name == "snapshot" {
                    snapshots.append(try JSONDecoder().decode(CounterSnapshot.self, from: Data(data)))
                }
                name = ""
                data = []
            } else {
                takeField()
            }
            line = []
        }
        return snapshots
    }

    private mutating func takeField() {
        let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let value = parts[1].first == UInt8(ascii: " ") ? parts[1].dropFirst() : parts[1]
        if parts[0].elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        } else if parts[0].elementsEqual("data".utf8) {
            if !data.isEmpty { data.append(UInt8(ascii: "\n")) }
            data += value
        }
    }
}

extension JSONClient {
    /// Follows `GET /v1/events` until it ends. Returns when the server ends the stream.
    func follow(into arrivals: AsyncStream<SnapshotArrival>.Continuation) async throws {
        defer { arrivals.finish() }
        let body = try await stream("/v1/events")
        var parser = SnapshotEventParser()
        try await reach {
            for try await piece in body {
                let now = ContinuousClock.now
                guard let snapshots = try? parser.parse(piece.readableBytesView) else {
                    throw notUnderstood("An event is too long or holds no snapshot")
                }
                for snapshot in snapshots { arrivals.yield(SnapshotArrival(snapshot: snapshot, at: now)) }
            }
        }
    }
}
