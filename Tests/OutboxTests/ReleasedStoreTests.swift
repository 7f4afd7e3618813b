import Claims
import Foundation
import GRDB
import Outbox
import Sealing
import Testing

/// Stores of every released version open with all they hold. A version that is released gets a file in `Fixtures`; a
/// file is never changed.
struct ReleasedStoreTests {
    /// Versions between were never the newest of a release.
    private static let released = [1, 2, 3, 10, 11]

    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func open() throws -> ClaimStore {
        let kiosk = try #require(KioskID("DQ01"))
        return try ClaimStore.open(at: fixture.path, mode: .rehearsal, kiosk: kiosk, hash: { ChainHash.claim($0) })
    }

    private func make(_ version: Int) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Fixtures/store-\(version).sql"), encoding: .utf8)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try await queue.write { try $0.execute(sql: text) }
        try queue.close()
    }

    @Test(arguments: Self.released)
    func `a store of a released version opens with all it holds, and goes on`(version: Int) async throws {
        try await make(version)
        for _ in 0..<2 {
            let store = try open()
            let statuses = try await store.recentClaims(limit: 10).map(\.status)
            let last: StoredClaim.Status = version == 1 ? .accepted : .paid
            #expect(statuses == [.recorded, .recorded, .needsPerson, .duplicate, last])
            let summary = try await store.queueSummary()
            #expect(summary.waiting == 2 && summary.needsPerson == 1)
            #expect(summary.accepted == 1 && summary.duplicate == 1 && summary.inReview == 0)
            #expect(try await store.firstBrokenLink() == nil)
            #expect(try await store.unsentSequences() == [3, 4, 5])
            #expect(try await store.recentEndings(limit: 5).count == 1)
            #expect(try await store.extent().confirmedUpTo == 2)
            let hasMore = version >= 10
            #expect(try await store.auditLines(after: 0, limit: 5).count == (hasMore ? 1 : 0))
            #expect(try await store.isPaused == hasMore)
            #expect(try await store.syncState().cursor == (hasMore ? "7" : nil))
            let photos = try await store.attachmentSummary()
            #expect(photos.waiting == (hasMore ? 1 : 0) && photos.sent == photos.waiting)
            await store.close()
        }
        let store = try open()
        #expect(try await store.record(person: "new").number.sequence == 6)
        await store.close()
        let reader = try DatabaseQueue(path: fixture.path)
        let hanging = try await reader.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
        #expect(hanging == 0)
        try reader.close()
    }

    @Test(arguments: Self.released)
    func `a store of a released version keeps what was not sent`(version: Int) async throws {
        try await make(version)
        await (try open()).close()
        let queue = try DatabaseQueue(path: fixture.path)
        for statement in ["DELETE FROM claim", "DELETE FROM outbox"] {
            await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: statement) } }
        }
        try queue.close()
    }
}
