import Claims
import GRDB
import Outbox
import Testing
import WireAPI

/// What is nowhere any more is settled by a supervisor; what is still here never is.
struct LossTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start
    private let long = StoreFixture.start.adding(.seconds(1_000_000))
    private static let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 1_000)
    private static let second = ClaimPhoto(name: String(repeating: "b", count: 64), bytes: 5)

    init() throws { fixture = try StoreFixture() }

    private func settle(
        _ claim: ClaimID,
        in store: ClaimStore,
        isGone: @escaping @Sendable (String) -> Bool = { _ in true }
    ) async throws(KioskError) -> SettledLoss {
        let time = long
        return try await store.settleLoss(of: claim, isGone: isGone) { loss in
            AuditEntry(
                at: time,
                actor: "S01",
                role: "supervisor",
                via: "socket",
                action: "claim.settle-loss",
                subject: loss.number.text
            )
        }
    }

    private func record(_ photos: [ClaimPhoto], in store: ClaimStore) async throws -> ClaimReceipt {
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: nil, parts: []) { place in
            StoreFixture.claim(place, photos: photos)
        }
        guard case .recorded(let receipt, _) = outcome else { throw Unexpected(outcome: outcome) }
        try await store.acknowledge(
            receipt.claimID,
            with: CentralAnswer(status: .accepted, receivedAt: now),
            at: now
        )
        return receipt
    }

    private func setAside(_ store: ClaimStore, _ code: KioskError.Code) async throws {
        guard case .due(let entry) = try await store.nextAttachment(now: now) else {
            throw KioskError(.internalFault, "nothing is due", remedy: "")
        }
        try await store.setAside(entry, problem: StoreFixture.problem(code))
    }

    /// A claim that the central accepted, that was wiped here, and that the central then lost.
    private func lost(in store: ClaimStore, paid: Bool = false) async throws -> ClaimReceipt {
        let claim = try await store.record(person: "p1", vehicle: "v1")
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        let accepted = CentralAnswer(status: .accepted, receivedAt: now)
        try await store.acknowledge(claim.claimID, with: accepted, at: now)
        if paid { try await store.conclude(claim.claimID, as: .paid, at: now) }
        #expect(try await store.wipeSettled(before: long, at: long) == 1)
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        #expect(try await store.sendAgain([1], heardAt: long).wiped == [claim.number])
        #expect(try await store.recentClaims(limit: 1).map(\.status) == [.needsPerson])
        return claim
    }

    private func summary(_ store: ClaimStore) async throws -> [Int] {
        let summary = try await store.queueSummary()
        return [summary.waiting, summary.needsPerson, summary.accepted]
    }

    @Test(arguments: [false, true])
    func `a claim lost at both ends leaves the queue, keeps its number and its person, and is shown as lost`(
        paid: Bool
    ) async throws {
        let store = try fixture.open()
        let claim = try await lost(in: store, paid: paid)
        let loss = try await settle(claim.claimID, in: store)
        #expect(loss.number == claim.number && loss.isClaim && loss.photos == 0)
        #expect(try await summary(store) == [0, 0, 0])
        #expect(try await store.recentClaims(limit: 1).map(\.status) == [.lost])
        #expect(try await store.liveClaim(person: "p1") == claim.number)
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.auditLines(after: 0, limit: 5).map(\.action) == ["claim.settle-loss"])
        // What the central says of its gap again changes nothing.
        #expect(try await store.answered(missing: [1], above: 1).isEmpty)
        #expect(try await store.sendAgain([1], heardAt: long).wiped.isEmpty)
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        let day = try await store.count(from: now, to: long)
        #expect(day.recorded == 1 && day.confirmed == 0 && day.unconfirmed == [1])
        await store.close()
    }

    /// A central says nothing more of a claim that it accepted, or that was paid before: its chain alone tells.
    @Test(arguments: [false, true], [false, true])
    func `a lost claim that the central has again stands as before, settled or not`(
        settled: Bool,
        paid: Bool
    ) async throws {
        let store = try fixture.open()
        let claim = try await lost(in: store, paid: paid)
        if settled { _ = try await settle(claim.claimID, in: store) }
        #expect(try await store.lostPlaces(missing: [], upTo: 0).isEmpty)
        #expect(try await store.lostPlaces(missing: [1], upTo: 2).isEmpty)
        // A list that is cut short says nothing of the numbers behind it.
        #expect(try await store.lostPlaces(missing: (-99...0).map(Int64.init), upTo: 2).isEmpty)
        #expect(try await store.lostPlaces(missing: [], upTo: 1) == [1])
        // Another claim of that number, as of a machine before, is not this one.
        let other = try #require(ClaimID("01957e5a-2c00-7000-8000-00000000ffff"))
        #expect(try await store.foundAgain([1: other]).isEmpty)
        #expect(try await store.foundAgain([2: claim.claimID]).isEmpty)
        #expect(try await store.lostPlaces(missing: [], upTo: 1) == [1])
        #expect(try await store.foundAgain([1: claim.claimID]) == [claim.number])
        #expect(try await summary(store) == [0, 0, 1])
        #expect(try await store.recentClaims(limit: 1).map(\.status) == [paid ? .paid : .accepted])
        #expect(try await store.count(from: now, to: long).unconfirmed.isEmpty)
        #expect(try await store.lostPlaces(missing: [], upTo: 1).isEmpty)
        // It can be lost once more.
        #expect(try await store.answered(missing: [1], above: 1) == [1])
        await store.close()
    }

    @Test(arguments: [false, true])
    func `what the central tells of a lost claim takes it back too`(settled: Bool) async throws {
        let store = try fixture.open()
        let claim = try await lost(in: store, paid: true)
        if settled { _ = try await settle(claim.claimID, in: store) }
        let paid = StandingChange(claimID: claim.claimID, standing: .concluded(.paid), at: now)
        #expect(try await store.apply([paid], cursor: "2", at: long).applied == 1)
        #expect(try await summary(store) == [0, 0, 1])
        #expect(try await store.recentClaims(limit: 1).map(\.status) == [.paid])
        await store.close()
    }

    @Test func `the gone photo of a claim that was corrected is settled once the correction has ended`() async throws {
        let store = try fixture.open()
        let claim = try await record([Self.photo], in: store)
        try await setAside(store, .photoUnreadable)
        let returned = StandingChange(
            claimID: claim.claimID,
            standing: .answered(CentralAnswer(status: .returned, receivedAt: now, reasonCode: "unclear")),
            at: now
        )
        try await store.apply([returned], cursor: "1", at: now)
        let correction = try await store.amend(
            claim.claimID,
            onceOnly: .each,
            person: "p1",
            vehicle: nil,
            parts: [],
            audit: AmendTests.audit()
        ) { place, _ in StoreFixture.claim(place) }
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        try await store.acknowledge(
            correction.claimID,
            with: CentralAnswer(status: .accepted, receivedAt: now),
            at: now
        )
        try await store.conclude(correction.claimID, as: .paid, at: now)
        #expect(try await settle(claim.claimID, in: store).photos == 1)
        #expect(try await store.attachmentSummary().needsPerson == 0)
        await store.close()
    }

    @Test func `a photo that is gone is settled once its claim has ended, one that is there never`() async throws {
        let store = try fixture.open()
        let claim = try await record([Self.photo, Self.second], in: store)
        for _ in 1...2 { try await setAside(store, .photoUnreadable) }
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        try await store.conclude(claim.claimID, as: .paid, at: now)
        #expect(
            try await code { _ = try await settle(claim.claimID, in: store, isGone: { _ in false }) }
                == .claimNothingLost
        )
        let gone = Self.photo.name
        #expect(try await settle(claim.claimID, in: store, isGone: { $0 == gone }).photos == 1)
        #expect(try await store.attachmentSummary() == AttachmentSummary(waiting: 0, sent: 0, needsPerson: 1))
        #expect(try await store.waitingAttachments().map(\.photo) == [Self.second])
        #expect(try await store.recentClaims(limit: 1).map(\.status) == [.paid])
        await store.close()
    }

    @Test func `a photo that waits, or that the central refused, is not settled`() async throws {
        let store = try fixture.open()
        let claim = try await record([Self.photo], in: store)
        try await store.conclude(claim.claimID, as: .paid, at: now)
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        try await setAside(store, .requestMalformed)
        #expect(try await code { _ = try await settle(claim.claimID, in: store) } == .claimNothingLost)
        #expect(try await store.attachmentSummary().needsPerson == 1)
        await store.close()
    }

    @Test func `the file itself keeps a photo whose loss nobody settled`() async throws {
        let store = try fixture.open()
        let claim = try await record([Self.photo, Self.second], in: store)
        for _ in 1...2 { try await setAside(store, .photoUnreadable) }
        try await store.conclude(claim.claimID, as: .refused, at: now)
        let gone = Self.photo.name
        _ = try await settle(claim.claimID, in: store, isGone: { $0 == gone })
        await store.close()
        let file = try DatabaseQueue(path: fixture.path)
        await #expect(throws: DatabaseError.self) {
            try await file.write { try $0.execute(sql: "DELETE FROM attachment") }
        }
        try file.close()
    }
}
