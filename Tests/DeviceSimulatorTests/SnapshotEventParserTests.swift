import HTTPSupport
import NIOCore
import Testing
import WireAPI

@testable import DeviceSimulator

struct SnapshotEventParserTests {
    private func event(_ revision: Int, end: String) async throws -> [UInt8] {
        var snapshot = await FakeCounter(.accepted).snapshot
        snapshot.revision = revision
        let data = try JSONMessage.encode(snapshot)
        return Array("event: snapshot\(end)id:1\(end)data:".utf8) + data.readableBytesView + Array("\(end)\(end)".utf8)
    }

    @Test(arguments: ["\n", "\r\n"], [1, 7, 100_000])
    func `events are found however the stream is cut`(_ end: String, _ size: Int) async throws {
        let other = Array("event: other\(end)data: {}\(end)\(end): comment\(end)".utf8)
        let stream = try await event(3, end: end) + other + (try await event(4, end: end))
        var parser = SnapshotEventParser()
        var revisions: [Int] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            revisions += try parser.parse(stream[start..<min(start + size, stream.count)]).map(\.revision)
        }
        #expect(revisions == [3, 4])
    }

    @Test func `a snapshot that is none and an event without end are errors`() {
        var parser = SnapshotEventParser()
        #expect(throws: (any Error).self) { try parser.parse(Array("event: snapshot\ndata: {}\n\n".utf8)) }
        var endless = SnapshotEventParser()
        #expect(throws: SnapshotEventParser.TooLong.self) {
            for _ in 0..<1_100 { _ = try endless.parse(Array(repeating: UInt8(ascii: "x"), count: 1_024)) }
        }
    }
}
