import Claims
import Outbox
import Testing

/// The central's register was put back from an older copy.
struct CentralRestoredTests {
    private let fixture: StoreFixture
    private let long = StoreFixture.start.adding(.seconds(1_000_000))

    init() throws { fixture = try StoreFixture() }

    private func told(_ claim: ClaimReceipt, _ standing: StandingChange.Standing) -> StandingChange {
        StandingChange(claimID: claim.claimID, standing: standing, at: long)
    }

    private func answer(_ status: CentralAnswer.Status) -> StandingChange.Standing {
        .answered(CentralAnswer(status: status, receivedAt: long))
    }

    @Test func `what is kept waits again and holds its keys, what was wiped stays as it is`() async throws {
        let store = try fixture.open()
        let wiped = try await store.record(person: "p1", vehicle: "v1")
        try await store.apply([told(wiped, answer(.accepted))], cursor: "1", epoch: "first", at: StoreFixture.start)
        #expect(try await store.wipeSettled(before: long.adding(.seconds(1)), at: long) == 1)
        let refused = try await store.record(person: "p2", vehicle: "v2")
        let duplicate = try await store.record(person: "p3", vehicle: "v3", parts: [PartKey(.motor, digest: "m")])
        let unsent = try await store.record(person: "p4", vehicle: "v4")
        let news = [
            told(refused, answer(.accepted)), told(refused, .concluded(.refused)), told(duplicate, answer(.duplicate)),
        ]
        try await store.apply(news, cursor: "4", epoch: "first", at: long)
        try await store.told(try await store.chainEnd())
        #expect(try await store.liveClaim(person: "p2") == nil)
        #expect(try await store.liveClaim(part: .motor, digest: "m") == nil)

        #expect(try await store.centralRestored(epoch: "second", heardAt: long) == 2)
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 3 && summary.accepted == 1 && summary.duplicate == 0)
        for (claim, person) in [(wiped, "p1"), (refused, "p2"), (duplicate, "p3"), (unsent, "p4")] {
            #expect(try await store.liveClaim(person: person) == claim.number)
        }
        #expect(try await store.liveClaim(part: .motor, digest: "m") == duplicate.number)
        let sync = try await store.syncState()
        #expect(sync.cursor == nil && sync.told == nil && sync.epoch == "second")
        // The central says it again, or otherwise: it is believed.
        let report = try await store.apply(
            [told(refused, answer(.accepted)), told(refused, .concluded(.paid))],
            cursor: "2",
            epoch: "second",
            at: long
        )
        #expect(report.contradicted.isEmpty && report.applied == 2)
        #expect(try await store.centralRestored(epoch: "third", heardAt: long) == 1)
        #expect(try await store.firstBrokenLink() == nil)
        await store.close()
    }

    @Test func `a lost claim that was wiped needs a person, and asking to send again holds up nothing`() async throws {
        let store = try fixture.open()
        let wiped = try await store.record(person: "p1", vehicle: "v1")
        try await store.apply([told(wiped, answer(.accepted))], cursor: "1", at: StoreFixture.start)
        #expect(try await store.wipeSettled(before: long.adding(.seconds(1)), at: long) == 1)
        let next = try await store.record(person: "p2", vehicle: "v2")
        #expect(try await store.sendAgain([1], heardAt: long).wiped == [wiped.number])
        let entry = AuditEntry(at: long, actor: "S01", role: "supervisor", via: "page", action: "queue.retry")
        try await store.retryAll(entry)
        try await store.retryAll(includingSetAside: true)
        guard case .due(let batch) = try await store.nextBatch(now: long, limit: 10) else {
            Issue.record("nothing is due")
            return
        }
        #expect(batch.map(\.claimID) == [next.claimID])
        #expect(try await store.queueSummary().needsPerson == 1)
        await store.close()
    }

    @Test func `carried answers from before the restoration change nothing, later ones count`() async throws {
        let store = try fixture.open()
        let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 10)
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v1", parts: []) { place in
            StoreFixture.claim(place, photos: [photo])
        }
        guard case .recorded(let claim, _) = outcome else { throw Unexpected(outcome: outcome) }
        let news = [
            Delivery(claim.claimID, .answered(CentralAnswer(status: .accepted, receivedAt: StoreFixture.start)))
        ]
        let receipts = [ClaimStore.PhotoReceipt(name: photo.name, bytes: photo.bytes, isComplete: true)]
        func take(writtenAt: Timestamp) async throws -> Int {
            try await store.settle(carried: news, receipts, writtenAt: writtenAt, at: long)
        }
        #expect(try await take(writtenAt: StoreFixture.start) == 0)
        #expect(try await store.attachmentSummary().sent == 1)
        // The same file once more.
        #expect(try await take(writtenAt: StoreFixture.start) == 1)
        #expect(try await store.centralRestored(epoch: "second", heardAt: long) == 1)
        let error = await #expect(throws: KioskError.self) { try await take(writtenAt: StoreFixture.start) }
        #expect(error?.code == .bundleBeforeRestoration)
        #expect(try await store.queueSummary().waiting == 1)
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 1, sent: 0, needsPerson: 0))
        // The same epoch, as of a copy that was written into the old file.
        let page = [told(claim, answer(.accepted))]
        let (start, second) = (StoreFixture.start, "second")
        #expect(try await !store.apply(page, after: nil, cursor: "1", epoch: second, said: start, at: long))
        #expect(try await take(writtenAt: long) == 0)
        #expect(try await store.queueSummary().accepted == 1)
        #expect(try await store.attachmentSummary().sent == 1)
        await store.close()
    }

    @Test func `carried changes are taken only where they go on from what was heard`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1")
        let news = [told(claim, answer(.returned))]
        func take(after: String?, _ cursor: String, _ epoch: String) async throws -> Bool {
            try await store.apply(news, after: after, cursor: cursor, epoch: epoch, said: long, at: long)
        }
        #expect(try await !take(after: "3", "5", "first"))
        #expect(try await store.queueSummary().waiting == 1)
        #expect(try await take(after: nil, "3", "first"))
        #expect(try await store.queueSummary().returned == 1)
        // The same file again, and one of a central that was restored since.
        #expect(try await !take(after: nil, "3", "first"))
        #expect(try await !take(after: "3", "4", "second"))
        let sync = try await store.syncState()
        #expect(sync.cursor == "3" && sync.epoch == "first")
        await store.close()
    }
}
