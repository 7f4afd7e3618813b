import Claims
import Outbox
import Testing
import WireAPI

/// A claim that corrects another, and the count of a day.
struct AmendTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    static func audit(_ subject: String = "x") -> AuditEntry {
        AuditEntry(
            at: StoreFixture.start,
            actor: "S01",
            role: "supervisor",
            via: "page",
            action: "claim.amend",
            subject: subject
        )
    }

    @discardableResult
    private func amend(
        _ original: ClaimID,
        in store: ClaimStore,
        person: String = "p1",
        vehicle: String? = "v1",
        parts: [PartKey] = []
    ) async throws -> ClaimReceipt {
        try await store.amend(
            original,
            onceOnly: .each,
            person: person,
            vehicle: vehicle,
            parts: parts,
            audit: Self.audit()
        ) { place, _ in StoreFixture.claim(place) }
    }

    private func answer(_ status: CentralAnswer.Status) -> CentralAnswer {
        CentralAnswer(status: status, receivedAt: now)
    }

    @Test func `a correction brings its own photo along, and gets no number while the store is unconfirmed`()
        async throws
    {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(original.claimID, with: answer(.returned), at: now)
        let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 10)
        func amend() async throws {
            _ = try await store.amend(
                original.claimID,
                onceOnly: .each,
                person: "p1",
                vehicle: "v1",
                parts: [],
                audit: Self.audit()
            ) { place, _ in
                StoreFixture.claim(place, photos: [photo])
            }
        }
        try await store.markRestored(at: now)
        #expect(try await code { try await amend() } == .storeRestored)
        _ = try await store.adopt([], isLast: true, at: now)
        try await amend()
        #expect(try await store.waitingAttachments().map(\.photo) == [photo])
        await store.close()
    }

    @Test func `a photo that a correction replaces is not sent any more, and no other is given up`() async throws {
        let store = try fixture.open()
        let photos = ["a", "b", "c"].map { ClaimPhoto(name: String(repeating: $0, count: 64), bytes: 10) }
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v1", parts: []) { place in
            StoreFixture.claim(place, photos: [photos[0], photos[1]])
        }
        guard case .recorded(let original, _) = outcome else { throw Unexpected(outcome: outcome) }
        try await store.acknowledge(original.claimID, with: answer(.returned), at: now)
        // A new machine, whose copy holds no photos.
        for entry in try await store.waitingAttachments() {
            try await store.setAside(entry, problem: StoreFixture.problem(.internalFault))
        }
        #expect(try await store.attachmentSummary().needsPerson == 2)
        _ = try await store.amend(
            original.claimID,
            onceOnly: .each,
            person: "p1",
            vehicle: "v1",
            parts: [],
            replacing: photos[0].name,
            audit: Self.audit()
        ) { place, _ in
            StoreFixture.claim(place, photos: [photos[2]])
        }
        #expect(try await store.waitingAttachments().map(\.photo) == [photos[1], photos[2]])
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 1, sent: 0, needsPerson: 1))
        await store.close()
    }

    @Test func `what the central says of a corrected claim does not let it hold its keys again`() async throws {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(original.claimID, with: answer(.returned), at: now)
        let made = try await amend(original.claimID, in: store)
        let again = StandingChange(claimID: original.claimID, standing: .answered(answer(.accepted)), at: now)
        try await store.apply([again], cursor: "1", at: now)
        #expect(try await store.liveClaim(person: "p1") == made.number)
        await store.close()
    }

    @Test func `a set-aside claim is replaced by its correction and stays, and the queue holds the correction only`()
        async throws
    {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await store.queueSummary().needsPerson == 1)
        let made = try await amend(original.claimID, in: store)
        #expect(made.number.sequence == 2)
        let summary = try await store.queueSummary()
        #expect(summary.needsPerson == 0 && summary.waiting == 1)
        #expect(try await store.claim(id: original.claimID)?.status == .amended)
        #expect(try await store.document(of: original.claimID)?.isEmpty == false)
        #expect(try await store.liveClaim(person: "p1") == made.number)
        #expect(try await store.liveClaim(vehicle: "v1") == made.number)
        #expect(try await store.firstBrokenLink() == nil)
        guard case .due(let entries) = try await store.nextBatch(now: now) else {
            Issue.record("nothing is due")
            return
        }
        #expect(entries.map(\.claimID) == [made.claimID])
        let lines = try await store.auditLines(after: 0, limit: 10)
        #expect(lines.map(\.action) == ["claim.amend"])
        #expect(try await store.firstBrokenAuditLine() == nil)
    }

    @Test func `a returned claim counts as returned until it is corrected`() async throws {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(original.claimID, with: answer(.returned), at: now)
        #expect(try await store.extent().returned == 1)
        #expect(try await store.claim(id: original.claimID)?.status == .returned)
        try await amend(original.claimID, in: store)
        #expect(try await store.extent().returned == 0)
        #expect(try await store.queueSummary().returned == 0)
        #expect(try await store.claims(.returned, after: 0, limit: 10).isEmpty)
        #expect(try await store.claim(id: original.claimID)?.status == .amended)
    }

    @Test func `a returned claim that ended waits for nobody`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(claim.claimID, with: answer(.returned), at: now)
        #expect(try await store.queueSummary().returned == 1)
        let end = StandingChange(claimID: claim.claimID, standing: .concluded(.withdrawn), at: now)
        try await store.apply([end], cursor: nil, at: now)
        #expect(try await store.extent().returned == 0)
        #expect(try await store.queueSummary().returned == 0)
        #expect(try await store.claims(.returned, after: 0, limit: 10).isEmpty)
    }

    @Test func `a claim has one correction, and one that neither came back nor was set aside has none`() async throws {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        #expect(try await code { _ = try await amend(original.claimID, in: store) } == .claimNotAmendable)
        try await store.acknowledge(original.claimID, with: answer(.accepted), at: now)
        #expect(try await code { _ = try await amend(original.claimID, in: store) } == .claimNotAmendable)
        let back = StandingChange(claimID: original.claimID, standing: .answered(answer(.returned)), at: now)
        try await store.apply([back], cursor: "1", at: now)
        try await amend(original.claimID, in: store)
        #expect(try await code { _ = try await amend(original.claimID, in: store) } == .claimNotAmendable)
        #expect(try await code { _ = try await amend(StoreFixture.newID(), in: store) } == .claimUnknown)
        #expect(try await store.extent().lastSequence == 2)
        #expect(try await store.auditLines(after: 0, limit: 10).count == 1)
    }

    @Test func `of many corrections at once one is recorded`() async throws {
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        let recorded = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { (try? await amend(original.claimID, in: store)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(recorded == 1)
        #expect(try await store.extent().lastSequence == 2)
    }

    @Test func `a correction that comes back is corrected itself, and parts go along`() async throws {
        let store = try fixture.open()
        let battery = PartKey(.battery, digest: "b1")
        let original = try await store.record(person: "p1", vehicle: "v1", parts: [battery])
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        let other = PartKey(.battery, digest: "b2")
        let first = try await amend(original.claimID, in: store, parts: [other])
        #expect(try await store.liveClaim(part: .battery, digest: "b1") == nil)
        #expect(try await store.liveClaim(part: .battery, digest: "b2") == first.number)
        try await store.acknowledge(first.claimID, with: answer(.returned), at: now)
        let second = try await amend(first.claimID, in: store, parts: [other])
        #expect(second.number.sequence == 3)
        #expect(try await store.liveClaim(part: .battery, digest: "b2") == second.number)
    }

    @Test func `a throw while the correction is made leaves everything as it was`() async throws {
        struct Stop: Error {}
        let store = try fixture.open()
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        await #expect(throws: (any Error).self) {
            try await store.amend(
                original.claimID,
                onceOnly: .each,
                person: "p1",
                vehicle: "v1",
                parts: [],
                audit: Self.audit()
            ) { _, _ in throw Stop() }
        }
        #expect(try await store.liveClaim(person: "p1") == original.number)
        #expect(try await store.queueSummary().needsPerson == 1)
        #expect(try await store.auditLines(after: 0, limit: 10).isEmpty)
    }

    @Test func `a day is counted: what was answered, what is open, what a correction stands for`() async throws {
        let store = try fixture.open()
        var receipts: [ClaimReceipt] = []
        for index in 1...4 { receipts.append(try await store.record(person: "p\(index)", vehicle: "v\(index)")) }
        try await store.acknowledge(receipts[0].claimID, with: answer(.accepted), at: now)
        try await store.setAside(receipts[1].claimID, problem: StoreFixture.problem(.claimInvalid))
        let day = (now, now.adding(.seconds(86_400)))
        var count = try await store.count(from: day.0, to: day.1)
        #expect(count.recorded == 4 && count.first == 1 && count.last == 4)
        #expect(count.confirmed == 1 && count.needsPerson == 1 && count.unconfirmed == [2, 3, 4])
        #expect(count.amount == 4 * 37_100)
        let made = try await amend(receipts[1].claimID, in: store, person: "p2", vehicle: "v2")
        count = try await store.count(from: day.0, to: day.1)
        #expect(count.recorded == 5 && count.needsPerson == 0 && count.amount == 4 * 37_100)
        #expect(count.unconfirmed == [2, 3, 4, 5])
        try await store.acknowledge(made.claimID, with: answer(.accepted), at: now)
        count = try await store.count(from: day.0, to: day.1)
        #expect(count.unconfirmed == [3, 4] && count.confirmed == 3)
        let other = try await store.count(from: day.1, to: day.1.adding(.seconds(86_400)))
        #expect(other.recorded == 0 && other.first == nil && other.unconfirmed.isEmpty)
    }

    @Test func `a claim that the central did not take is confirmed only with the correction in its place`() async throws
    {
        let store = try fixture.open()
        let first = try await store.record(person: "p0", vehicle: "v0")
        try await store.acknowledge(first.claimID, with: answer(.accepted), at: now)
        let original = try await store.record(person: "p1", vehicle: "v1")
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await store.extent().confirmedUpTo == 1)
        let correction = try await amend(original.claimID, in: store)
        #expect(try await store.extent().confirmedUpTo == 1)
        try await store.setAside(correction.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await store.extent().confirmedUpTo == 1)
        let second = try await amend(correction.claimID, in: store)
        #expect(try await store.extent().confirmedUpTo == 1)
        try await store.acknowledge(second.claimID, with: answer(.accepted), at: now)
        #expect(try await store.extent().confirmedUpTo == 4)
        await store.close()
    }
}
