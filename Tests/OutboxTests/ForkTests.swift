import Claims
import Foundation
import Outbox
import Testing

/// A store whose last number another machine gave too, and the central has that one's claims.
struct ForkTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private static func hash(_ sequence: Int64) -> String {
        String(repeating: "0", count: 60) + String(format: "%04d", sequence)
    }

    private func link(_ sequence: Int64, previous: String) -> AdoptedClaim {
        AdoptedClaim(
            claimID: StoreFixture.newID(),
            end: ChainEnd(sequence: sequence, hash: Self.hash(sequence)),
            previousHash: previous,
            recordedAt: now,
            person: "p\(sequence)",
            vehicle: "v\(sequence)",
            parts: [],
            amount: Fen(100),
            verdictKind: "subsidy",
            standing: .answered(CentralAnswer(status: .accepted, receivedAt: now)),
            receivedAt: now
        )
    }

    private func settle(_ claim: ClaimID, in store: ClaimStore) async throws -> SettledLoss {
        try await store.settleLoss(of: claim, isGone: { _ in false }) { _ in AmendTests.audit("loss") }
    }

    @Test func `what goes on from another claim is taken over once a supervisor has said that it may`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "a")
        let own = try await store.record(person: "b")
        #expect(try await code { _ = try await settle(own.claimID, in: store) } == .claimNothingLost)
        try await store.markRestored(at: now)
        let links = [link(3, previous: Self.hash(2)), link(4, previous: Self.hash(3))]
        for _ in 0..<2 {
            #expect(try await store.adopt(links, isLast: true, at: now).fork?.code == .storeRestoredConflict)
        }
        let stop = try #require(try await store.recordingStop())
        #expect(stop.code == .storeRestoredConflict && stop.remedy.contains("settle-loss \(own.number)"))
        #expect(try await code { try await store.record(person: "c") } == .storeRestoredConflict)
        let end = AmendTests.audit("programme.end")
        #expect(try await code { _ = try await store.endProgramme(end) } == .storeRestoredConflict)
        #expect(try await code { _ = try await settle(first.claimID, in: store) } == .claimNothingLost)
        let loss = try await settle(own.claimID, in: store)
        #expect(loss.isFork && !loss.isClaim && loss.number == own.number)
        #expect(try await code { _ = try await settle(own.claimID, in: store) } == .claimNothingLost)
        #expect(try await store.recordingStop()?.code == .storeRestored)
        let adoption = try await store.adopt(links, isLast: true, at: now)
        #expect(adoption.lost.isEmpty && adoption.fork == nil)
        #expect(try await store.recordingStop() == nil)
        #expect(try await store.record(person: "c").number.sequence == 5)
        // The fork is not hidden, and breaks no copy.
        #expect(try await store.links(from: 3, limit: 1).map(\.previousHash) == [Self.hash(2)])
        #expect(try await store.firstBrokenLink() == nil)
        try await store.checkWhole()
        // The own claim can be corrected as any that was set aside.
        try await store.setAside(own.claimID, problem: StoreFixture.problem(.claimNumberTaken))
        #expect(try await store.claims(.needsPerson, after: 0, limit: 9).map(\.number) == [own.number])
        await store.close()
    }

    @Test func `a fork among what the central has, and one that was settled otherwise, wait for a word of their own`()
        async throws
    {
        let store = try fixture.open()
        let own = try await store.record(person: "a")
        try await store.markRestored(at: now)
        let before = try await store.chainEnd()
        let second = link(2, previous: before.hash)
        let third = link(3, previous: Self.hash(9))
        #expect(try await store.adopt([second, third], isLast: true, at: now).fork?.code == .storeRestoredConflict)
        #expect(try await store.chainEnd() == second.end)
        #expect(try await code { _ = try await settle(own.claimID, in: store) } == .claimNothingLost)
        #expect(try await settle(second.claimID, in: store).isFork)
        let another = link(3, previous: Self.hash(8))
        #expect(try await store.adopt([another], isLast: true, at: now).fork?.code == .storeRestoredConflict)
        #expect(try await store.adopt([third], isLast: true, at: now).fork?.code == .storeRestoredConflict)
        #expect(try await settle(second.claimID, in: store).isFork)
        #expect(try await store.adopt([third], isLast: true, at: now).fork == nil)
        #expect(try await store.chainEnd() == third.end)
        #expect(try await store.firstBrokenLink() == nil)
        await store.close()
    }
}
