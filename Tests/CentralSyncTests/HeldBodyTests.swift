import Claims
import NIOCore
import Outbox
import Testing

@testable import CentralSync

struct HeldBodyTests {
    private let entries: [OutboxEntry]

    init() throws {
        let kiosk = try #require(KioskID("DQ01"))
        let id = try #require(ClaimID("0195e6a0-0000-7000-8000-000000000001"))
        entries = (1...4).map {
            OutboxEntry(
                claimID: id,
                number: ClaimNumber(kiosk: kiosk, sequence: Int64($0)),
                attempts: 0,
                document: [UInt8](repeating: UInt8(ascii: "a"), count: 20_000)
            )
        }
    }

    @Test func `the last line waits for its word, all others do not`() async throws {
        let (gate, word) = AsyncStream.makeStream(of: Void.self)
        let body = HeldBody(entries, gate: gate)
        var iterator = body.makeAsyncIterator()
        var sizes: [Int] = []
        for _ in 0..<2 { sizes.append(try #require(try await iterator.next()).readableBytes) }
        #expect(sizes == [40_002, 20_001])
        word.yield()
        let last = try #require(try await iterator.next())
        #expect(last.readableBytes == 20_001 && last.readableBytesView.last == UInt8(ascii: "\n"))
        #expect(try await iterator.next() == nil)
        #expect(body.length == 80_004)
    }

    @Test func `without the word the body ends with an error`() async throws {
        let (gate, word) = AsyncStream.makeStream(of: Void.self)
        word.finish()
        var iterator = HeldBody(Array(entries.prefix(1)), gate: gate).makeAsyncIterator()
        do {
            _ = try await iterator.next()
            Issue.record("it ended well")
        } catch is CancellationError {}
    }
}
