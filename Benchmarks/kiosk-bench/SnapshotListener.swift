import Glibc
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One page's event stream. An event's time is that of the read(2) that brought its last byte; what is in it is looked
/// at later.
///
/// The kiosk sends one chunk an event, so the chunk sizes of HTTP lie between events and are skipped with what else
/// stands before `data:`.
final class SnapshotListener: Readable {
    private struct Event {
        let text: [UInt8]
        let at: Int64
    }

    private(set) var descriptor: CInt
    private var events: [Event] = []
    private var input: [UInt8] = []

    private static let end = Array("\n\n".utf8)
    private static let data = Array("\ndata: ".utf8)

    init(port: UInt16, loop: PollLoop) throws {
        descriptor = try connectLoopback(port)
        try writeAll(descriptor, Array("GET /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".utf8))
        loop.add(self)
        try loop.run(until: "first event") { !events.isEmpty }
    }

    deinit { shut() }

    func shut() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    func readable() throws {
        let bytes = try readSome(descriptor)
        let time = Monotonic.now
        guard !bytes.isEmpty else { throw BenchFailure("the kiosk ended its stream of events") }
        input += bytes
        while let end = place(of: Self.end, in: input) {
            events.append(Event(text: Array(input[..<end]), at: time))
            input.removeFirst(end + Self.end.count)
        }
    }

    func forget() { events = [] }

    /// When the first event came that holds `text`, among those since `forget`.
    func arrival(of text: [UInt8]) -> Int64? { events.first { place(of: text, in: $0.text) != nil }?.at }

    /// The snapshots that came since `forget`.
    func snapshots() throws -> [CounterSnapshot] {
        try events.compactMap { event in
            guard let data = place(of: Self.data, in: event.text) else { return nil }
            return try JSONDecoder().decode(CounterSnapshot.self, from: Data(event.text[(data + Self.data.count)...]))
        }
    }
}

/// Where `part` begins in `bytes`.
private func place(of part: [UInt8], in bytes: [UInt8]) -> Int? { bytes.firstRange(of: part)?.lowerBound }
