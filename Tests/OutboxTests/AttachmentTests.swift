import Claims
import Outbox
import Testing

struct AttachmentTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private static let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 1_000)
    private static let second = ClaimPhoto(name: String(repeating: "b", count: 64), bytes: 5)

    @discardableResult
    private func record(_ store: ClaimStore, _ person: String, _ photos: [ClaimPhoto]) async throws -> ClaimReceipt {
        let outcome = try await store.commit(onceOnly: .each, person: person, vehicle: nil, parts: []) { place in
            StoreFixture.claim(place, verdict: "hold", photos: photos)
        }
        guard case .recorded(let receipt, _) = outcome else { throw Unexpected(outcome: outcome) }
        return receipt
    }

    private func accept(_ store: ClaimStore, _ receipt: ClaimReceipt) async throws {
        try await store.acknowledge(
            receipt.claimID,
            with: CentralAnswer(status: .accepted, receivedAt: now),
            at: now
        )
    }

    private func due(_ store: ClaimStore) async throws -> AttachmentEntry {
        guard case .due(let entry) = try await store.nextAttachment(now: now) else {
            throw KioskError(.internalFault, "nothing is due", remedy: "")
        }
        return entry
    }

    @Test func `photos wait until the central has their claim, and until no claim is due`() async throws {
        let store = try fixture.open()
        let first = try await record(store, "p1", [Self.photo, Self.photo, Self.second])
        #expect(try await store.nextAttachment(now: now) == .empty)
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 2, sent: 0, needsPerson: 0))
        try await accept(store, first)
        let entry = try await due(store)
        #expect(entry.photo == Self.photo && entry.claimID == first.claimID && entry.confirmed == 0)
        let next = try await record(store, "p2", [])
        #expect(try await store.nextAttachment(now: now) == .empty)
        // One that waits for its time holds nobody up.
        try await store.settle(
            [Delivery(next.claimID, .postponed(until: now.adding(.seconds(60)), problem: StoreFixture.problem()))],
            at: now
        )
        #expect(try await due(store) == entry)
        await store.close()
    }

    @Test func `what the central confirmed is where a photo goes on after a restart`() async throws {
        var store = try fixture.open()
        try await accept(store, try await record(store, "p1", [Self.photo, Self.second]))
        try await store.confirm(try await due(store), bytes: 400, complete: false)
        await store.close()
        store = try fixture.open()
        #expect(try await due(store).confirmed == 400)
        try await store.confirm(try await due(store), bytes: 1_000, complete: true)
        #expect(try await due(store).photo == Self.second)
        #expect(try await store.awaitsAttachment(Self.second.name))
        try await store.confirm(try await due(store), bytes: 5, complete: true)
        #expect(try await store.nextAttachment(now: now) == .empty)
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 0, sent: 2, needsPerson: 0))
        #expect(try await !store.awaitsAttachment(Self.second.name))
        await store.close()
    }

    @Test func `a refused photo is set aside, kept, and tried again when a person asks`() async throws {
        let store = try fixture.open()
        try await accept(store, try await record(store, "p1", [Self.photo, Self.second]))
        try await store.setAside(try await due(store), problem: StoreFixture.problem(.requestMalformed))
        let second = try await due(store)
        #expect(second.photo == Self.second)
        try await store.postpone(second, until: now.adding(.seconds(9)), problem: StoreFixture.problem())
        #expect(try await store.nextAttachment(now: now) == .notBefore(now.adding(.seconds(9))))
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 1, sent: 0, needsPerson: 1))
        #expect(try await store.awaitsAttachment(Self.photo.name))
        try await store.retryAll(includingSetAside: true)
        #expect(try await due(store).photo == Self.photo)
        await store.close()
    }

    @Test func `a commit that fails leaves no photo behind`() async throws {
        let store = try fixture.open()
        let many = (0...ClaimStore.maximumAttachments).map { index in
            ClaimPhoto(name: String(repeating: "\(index % 10)", count: 63) + (index > 9 ? "f" : "e"), bytes: 1)
        }
        let code = try await code { try await record(store, "p1", many) }
        #expect(code == .claimInvalid)
        #expect(try await store.attachmentSummary().waiting == 0)
        #expect(try await record(store, "p1", []).number.sequence == 1)
        await store.close()
    }

    /// Records a correction that names these photos.
    @discardableResult
    private func correct(
        _ original: ClaimReceipt,
        in store: ClaimStore,
        _ photos: [ClaimPhoto],
        replacing replaced: ClaimPhoto? = nil
    ) async throws -> ClaimReceipt {
        let audit = AuditEntry(at: now, actor: "S01", role: "supervisor", via: "page", action: "claim.amend")
        return try await store.amend(
            original.claimID,
            onceOnly: .each,
            person: "p1",
            vehicle: nil,
            parts: [],
            replacing: replaced?.name,
            audit: audit
        ) { place, _ in
            StoreFixture.claim(place, verdict: "hold", photos: photos)
        }
    }

    @Test func `a set-aside claim's photos go with its correction, and none waits for a claim that never goes`()
        async throws
    {
        let store = try fixture.open()
        let original = try await record(store, "p1", [Self.photo, Self.second])
        try await store.setAside(original.claimID, problem: StoreFixture.problem(.claimInvalid))
        let correction = try await correct(original, in: store, [Self.photo])
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 1, sent: 0, needsPerson: 0))
        try await accept(store, correction)
        let entry = try await due(store)
        #expect(entry.claimID == correction.claimID && entry.photo == Self.photo)
        try await store.confirm(entry, bytes: 1_000, complete: true)
        #expect(try await store.waitingAttachments().isEmpty)
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 0, sent: 1, needsPerson: 0))
    }

    @Test(arguments: [true, false])
    func `a correction with photos is the answer to those of the original that were set aside, one without is not`(
        hasPhoto: Bool
    ) async throws {
        let store = try fixture.open()
        #expect(try await store.firstSetAsideAttachment() == nil)
        let original = try await record(store, "p1", [Self.photo])
        try await accept(store, original)
        try await store.setAside(try await due(store), problem: StoreFixture.problem(.photoUnreadable))
        let aside = try #require(try await store.firstSetAsideAttachment())
        #expect(aside.number == original.number && aside.problem?.code == "photo.unreadable")
        let back = CentralAnswer(status: .returned, receivedAt: now)
        try await store.apply(
            [StandingChange(claimID: original.claimID, standing: .answered(back), at: now)],
            cursor: nil,
            at: now
        )
        try await correct(original, in: store, hasPhoto ? [Self.second] : [], replacing: hasPhoto ? Self.photo : nil)
        let summary = try await store.attachmentSummary()
        #expect(summary.needsPerson == (hasPhoto ? 0 : 1) && summary.waiting == (hasPhoto ? 1 : 0))
        await store.close()
    }

    @Test func `a returned claim's photos still go, since the central has the claim`() async throws {
        let store = try fixture.open()
        let original = try await record(store, "p1", [Self.photo])
        try await store.acknowledge(
            original.claimID,
            with: CentralAnswer(status: .returned, receivedAt: now),
            at: now
        )
        let correction = try await correct(original, in: store, [])
        try await accept(store, correction)
        #expect(try await due(store).claimID == original.claimID)
    }

    @Test func `the lists name the claim of a photo that waits, or needs a person, and why`() async throws {
        let store = try fixture.open()
        let claim = try await record(store, "p1", [Self.photo])
        try await accept(store, claim)
        #expect(try await store.claims(.unsent, after: 0, limit: 9).map(\.number) == [claim.number])
        #expect(try await store.claims(.needsPerson, after: 0, limit: 9).isEmpty)
        try await store.setAside(try await due(store), problem: StoreFixture.problem(.photoUnreadable))
        for filter in [ClaimStore.Filter.unsent, .needsPerson] {
            let listed = try await store.claims(filter, after: 0, limit: 9)
            #expect(listed.map(\.number) == [claim.number])
            #expect(listed.first?.problem?.code == "photo.unreadable" && listed.first?.status == .accepted)
        }
        await store.close()
    }
}
