import Claims
import GRDB
import SQLiteFile
import Testing

@testable import Outbox

/// A store that was made before parts, reviews and conclusions, with a claim in each state.
struct OldStoreTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    /// Claims 1 accepted, 2 duplicate, 3 set aside, 4 waiting; one ending.
    private func makeOldStore() async throws -> [ClaimID] {
        let kiosk = try #require(KioskID("DQ01"))
        let ids = (1...4).map { _ in StoreFixture.newID() }
        let queue = try DatabaseQueue(path: fixture.path)
        try StoreSchema.migrator.migrate(queue, upTo: "1 claims, chain, outbox")
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO store VALUES (1, 'rehearsal', 'DQ01')")
            var previous = String(repeating: "0", count: 64)
            for (index, id) in ids.enumerated() {
                let sequence = Int64(index + 1)
                let number = ClaimNumber(kiosk: kiosk, sequence: sequence)
                let claim = StoreFixture.claim(
                    ChainPlace(sequence: sequence, number: number, previousHash: previous),
                    id: id
                )
                let hash = StoreFixture.hash(claim.document)
                try db.execute(
                    sql: "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, '王*', NULL, 37100, 'subsidy', 1, ?)",
                    arguments: [
                        sequence, id.text, number.text, now.milliseconds, "p\(sequence)", "v\(sequence)",
                        claim.document.databaseBlob,
                    ]
                )
                try db.execute(sql: "INSERT INTO chain VALUES (?, ?, ?)", arguments: [sequence, previous, hash])
                try db.execute(sql: "INSERT INTO outbox (sequence) VALUES (?)", arguments: [sequence])
                previous = hash
            }
            try db.execute(
                sql: """
                    DELETE FROM outbox WHERE sequence <= 2;
                    UPDATE outbox SET state = 'needs_person' WHERE sequence = 3;
                    INSERT INTO answer VALUES (1, 'accepted', 1000, NULL, NULL, 2000),
                        (2, 'duplicate', 1000, 'person-already-claimed', 'DQ02-000001-3', 2000);
                    UPDATE claim SET live = 0 WHERE sequence = 2;
                    INSERT INTO ending (ended_at, kind, step, reason_code, reason_values, person_digest)
                        VALUES (5000, 'held', 'held', 'a-code-of-old', '{"volts":"84"}', 'p9');
                    """
            )
        }
        try queue.close()
        return ids
    }

    @Test func `a store of the first version opens with all it holds`() async throws {
        let ids = try await makeOldStore()
        for _ in 0..<2 {
            let store = try fixture.open()
            let statuses = try await store.recentClaims(limit: 10).map(\.status)
            #expect(statuses == [.recorded, .needsPerson, .duplicate, .accepted])
            let summary = try await store.queueSummary()
            #expect(summary.waiting == 1 && summary.needsPerson == 1 && summary.inReview == 0)
            #expect(summary.accepted == 1 && summary.duplicate == 1)
            let answer = try await store.claim(id: ids[1])?.answer
            #expect(answer?.reasonCode == "person-already-claimed" && answer?.otherClaim == "DQ02-000001-3")
            #expect(try await store.firstBrokenLink() == nil)
            #expect(try await store.liveClaim(person: "p1")?.sequence == 1)
            #expect(try await store.liveClaim(person: "p2") == nil)
            let ending = try #require(try await store.recentEndings(limit: 10).first)
            #expect(ending.reasonCode == "a-code-of-old" && ending.reasonValues == ["volts": "84"])
            #expect(ending.rule == nil && ending.facts.isEmpty && ending.versions.isEmpty && ending.takenBackAt == nil)
            await store.close()
        }
    }

    @Test func `a store of the first version goes on with parts, reviews, conclusions and notes`() async throws {
        let ids = try await makeOldStore()
        let store = try fixture.open()
        try await store.acknowledge(ids[3], with: CentralAnswer(status: .inReview, receivedAt: now), at: now)
        // The counters follow the new table too, also when an answer changes.
        let news = CentralAnswer(status: .inReview, receivedAt: now)
        try await store.apply(
            [StandingChange(claimID: ids[0], standing: .answered(news), at: now)],
            cursor: nil,
            at: now
        )
        let summary = try await store.queueSummary()
        #expect(summary.inReview == 2 && summary.accepted == 0 && summary.waiting == 0)
        let claim = try await store.record(person: "p5", parts: [PartKey(.motor, digest: "m")])
        #expect(claim.number.sequence == 5)
        #expect(try await store.liveClaim(part: .motor, digest: "m") == claim.number)
        try await store.conclude(ids[0], as: .refused, at: now)
        #expect(try await store.record(person: "p1").number.sequence == 6)
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test func `no reference is left hanging`() async throws {
        _ = try await makeOldStore()
        await (try fixture.open()).close()
        let reader = try DatabaseQueue(path: fixture.path)
        let hanging = try await reader.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count }
        #expect(hanging == 0)
        try reader.close()
    }
}
