import Claims
import Foundation
import Outbox
import Testing

/// A store that was put back from a copy that is older than what it sent.
struct RestoringTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private static func hash(_ sequence: Int64) -> String {
        String(repeating: "0", count: 60) + String(format: "%04d", sequence)
    }

    private func link(
        _ sequence: Int64,
        previous: String? = nil,
        standing: StandingChange.Standing? = nil,
        corrects: [ClaimID] = []
    ) -> AdoptedClaim {
        AdoptedClaim(
            claimID: StoreFixture.newID(),
            end: ChainEnd(sequence: sequence, hash: Self.hash(sequence)),
            previousHash: previous ?? Self.hash(sequence - 1),
            recordedAt: now,
            person: "p\(sequence)",
            vehicle: "v\(sequence)",
            parts: [PartKey(.frame, digest: "f\(sequence)")],
            amount: Fen(100),
            verdictKind: "subsidy",
            standing: standing ?? .answered(CentralAnswer(status: .accepted, receivedAt: now)),
            receivedAt: now,
            corrects: corrects
        )
    }

    private func restored() async throws -> ClaimStore {
        let store = try fixture.open()
        try await store.record(person: "p1")
        try await store.markRestored(at: now)
        return store
    }

    @Test func `nothing is recorded, also after a restart, until the central has said what it has`() async throws {
        var store = try await restored()
        await store.close()
        store = try fixture.open()
        #expect(try await store.isUnconfirmed())
        #expect(try await code { try await store.record(person: "p9") } == .storeRestored)
        #expect(try await code { try await store.checkWritable() } == .storeRestored)
        _ = try await store.adopt([], isLast: true, at: now)
        #expect(try await !store.isUnconfirmed())
        try await store.checkWritable()
        #expect(try await store.record(person: "p9").number.sequence == 2)
        await store.close()
    }

    @Test func `the programme does not end before the central has said what it has`() async throws {
        let store = try await restored()
        func entry(at time: Timestamp) -> AuditEntry {
            AuditEntry(at: time, actor: "S01", role: "supervisor", via: "socket", action: "programme.end")
        }
        let first = try #require(try await store.recentClaims(limit: 1).first)
        let answer = CentralAnswer(status: .accepted, receivedAt: now)
        try await store.acknowledge(first.claimID, with: answer, at: now)
        #expect(try await store.recordingStop()?.code == .storeRestored)
        #expect(try await code { _ = try await store.endProgramme(entry(at: now)) } == .storeRestored)
        #expect(try await store.endedAt() == nil)
        let end = try await store.chainEnd()
        _ = try await store.adopt([link(2, previous: end.hash)], isLast: true, at: now)
        #expect(try await store.recordingStop() == nil)
        #expect(try await store.endProgramme(entry(at: now)).lastSequence == 2)
        #expect(try await store.recordingStop()?.code == .programmeEnded)
        // An old copy that was ended unseen: what is filled in later is wiped too, and the end is a new one.
        try await store.markRestored(at: now)
        #expect(try await code { _ = try await store.endProgramme(entry(at: now)) } == .storeRestored)
        _ = try await store.adopt([link(3)], isLast: true, at: now)
        let later = now.adding(.seconds(60))
        let second = try await store.endProgramme(entry(at: later))
        #expect(second.lastSequence == 3 && second.at == later)
        #expect(try await store.liveClaim(person: "p3") == nil)
        #expect(try await store.endProgramme(entry(at: now)) == second)
        await store.close()
    }

    @Test func `what only the central has is filled in, holds its keys, and no number is used twice`() async throws {
        let store = try await restored()
        let end = try await store.chainEnd()
        _ = try await store.adopt([link(2, previous: end.hash)], isLast: false, at: now)
        #expect(try await code { try await store.record(person: "p9") } == .storeRestored)
        _ = try await store.adopt(
            [
                link(3, standing: .concluded(.refused)), link(4, standing: .concluded(.paid)),
                link(5, standing: .answered(CentralAnswer(status: .duplicate, receivedAt: now))),
            ],
            isLast: true,
            at: now
        )
        #expect(try await store.record(person: "p9").number.sequence == 6)
        #expect(try await store.firstBrokenLink() == nil)
        let live = [
            try await store.liveClaim(person: "p2"), try await store.liveClaim(person: "p3"),
            try await store.liveClaim(person: "p4"), try await store.liveClaim(person: "p5"),
        ]
        #expect(live.map { $0?.sequence } == [2, nil, 4, nil])
        #expect(try await store.liveClaim(part: .frame, digest: "f2")?.sequence == 2)
        let claims = try await store.recentClaims(limit: 10)
        #expect(claims.map(\.status) == [.recorded, .duplicate, .paid, .refused, .accepted, .recorded])
        #expect(try await store.document(of: claims[1].claimID) == nil)
        // What the copy had waiting waits still.
        #expect(try await store.queueSummary().waiting == 2)
        await store.close()
    }

    @Test func `numbers that neither side has keep their place, and need a person until one has settled them`()
        async throws
    {
        let store = try await restored()
        let lost = try await store.adopt([link(4)], isLast: true, at: now).lost
        #expect(lost.map(\.sequence) == [2, 3])
        #expect(try await store.record(person: "p9").number.sequence == 5)
        // The third's hash is known from the fourth, the second's is lost for good.
        #expect(try await store.links(from: 3, limit: 1).map(\.hash) == [Self.hash(3)])
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 2 && summary.needsPerson == 2)
        let aside = try await store.claims(.needsPerson, after: 0, limit: 9)
        #expect(aside.map(\.problem?.code) == Array(repeating: "claim.lost-at-both-ends", count: 2))
        // Nothing of them can be sent.
        try await store.retryAll(AmendTests.audit("queue"))
        #expect(try await store.queueSummary().needsPerson == 2)
        for claim in try await store.recentClaims(limit: 9) where claim.status == .recorded {
            let accepted = CentralAnswer(status: .accepted, receivedAt: now)
            try await store.acknowledge(claim.claimID, with: accepted, at: now)
        }
        #expect(try await store.extent().confirmedUpTo == 1)
        for claim in aside {
            let loss = try await store.settleLoss(of: claim.claimID, isGone: { _ in false }) { _ in
                AmendTests.audit("loss")
            }
            #expect(loss.isClaim && loss.number == claim.number)
        }
        #expect(try await store.queueSummary().needsPerson == 0)
        let extent = try await store.extent()
        #expect(extent.confirmedUpTo == 5 && extent.lost == 2)
        #expect(try await store.recentClaims(limit: 9).count { $0.status == .lost } == 2)
        // Nobody can say how they stood: that is for `fillIn`.
        #expect(try await store.lostPlaces(missing: [], upTo: 9).isEmpty)
        await store.close()
    }

    @Test func `numbers that the central was told of and never saw keep their place`() async throws {
        let store = try await restored()
        let link = link(2, previous: try await store.chainEnd().hash)
        let told = ChainEnd(sequence: 4, hash: Self.hash(4))
        #expect(try await store.adopt([link], isLast: false, told: told, at: now).lost.isEmpty)
        #expect(try await store.adopt([], isLast: true, told: told, at: now).lost.map(\.sequence) == [3, 4])
        #expect(try await store.chainEnd() == told)
        let next = try await store.record(person: "p9")
        #expect(next.number.sequence == 5)
        #expect(try await store.links(from: 5, limit: 1).map(\.previousHash) == [told.hash])
        // What is here already is no news.
        try await store.markRestored(at: now)
        #expect(try await store.adopt([], isLast: true, told: told, at: now).lost.isEmpty)
        #expect(try await store.chainEnd().sequence == 5)
        // So many are no loss but a mistake.
        try await store.markRestored(at: now)
        let far = ChainEnd(sequence: .max, hash: Self.hash(1))
        #expect(
            try await code { _ = try await store.adopt([], isLast: true, told: far, at: now) } == .storeRestoredConflict
        )
        #expect(try await store.isUnconfirmed())
        await store.close()
    }

    @Test func `a link that only a correction names keeps its place, and is not lost`() async throws {
        let store = try await restored()
        let end = try await store.chainEnd()
        func named(_ sequence: Int64, after previous: String) -> AdoptedLink {
            let end = ChainEnd(sequence: sequence, hash: Self.hash(sequence))
            return AdoptedLink(claimID: StoreFixture.newID(), end: end, previousHash: previous)
        }
        let second = named(2, after: end.hash)
        let links = [named(5, after: Self.hash(4)), second]
        let lost = try await store.adopt([link(3), link(6)], links: links, isLast: true, at: now).lost
        #expect(lost.map(\.sequence) == [4])
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.claim(id: second.claimID)?.number.sequence == 2)
        #expect(try await store.record(person: "p9").number.sequence == 7)
        let wrong = named(8, after: Self.hash(1))
        let fork = try await store.adopt([], links: [wrong], isLast: true, at: now).fork
        #expect(fork?.code == .storeRestoredConflict)
        await store.close()
    }

    @Test func `links that do not follow are refused, and all behind them`() async throws {
        let store = try await restored()
        let before = try await store.chainEnd()
        let second = link(2, previous: before.hash)
        for (links, end, isFork) in [
            ([link(1)], before, false), ([link(2, previous: Self.hash(9)), link(3)], before, true),
            ([second, link(3, previous: Self.hash(9)), link(4)], second.end, true),
        ] {
            do {
                let fork = try await store.adopt(links, isLast: true, at: now).fork
                #expect(isFork && fork?.code == .storeRestoredConflict)
            } catch {
                #expect(!isFork && error.code == .storeRestoredConflict)
            }
            #expect(try await store.chainEnd() == end)
            #expect(try await store.isUnconfirmed())
        }
        await store.close()
    }

    @Test func `a wiped claim that the central lost needs a person and is never sent`() async throws {
        let store = try await restored()
        _ = try await store.adopt([link(2, previous: try await store.chainEnd().hash)], isLast: true, at: now)
        let (waiting, wiped) = try await store.sendAgain([2], heardAt: StoreFixture.start)
        #expect(waiting == 0 && wiped.map(\.sequence) == [2])
        let summary = try await store.queueSummary()
        #expect(summary.needsPerson == 1 && summary.lastProblem?.code == "claim.lost-at-central")
        try await store.retryAll(includingSetAside: true)
        #expect(try await store.queueSummary().needsPerson == 1)
        // It is not at the central, whatever that answered once; there is nothing that could be sent.
        let claim = try #require(try await store.claims(.needsPerson, after: 0, limit: 1).first)
        #expect(claim.status == .needsPerson && claim.answer?.status == .accepted)
        #expect(try await store.unsentSequences() == [1])
        let day = try await store.count(from: now, to: now.adding(.seconds(3_600)))
        #expect(day.confirmed == 0 && day.unconfirmed == [1, 2] && day.needsPerson == 1)
        await store.close()
    }

    @Test(arguments: [false, true])
    func `a number that was lost at both ends is filled in once the central has its claim`(isSettled: Bool) async throws
    {
        let store = try await restored()
        let before = try await store.chainEnd()
        let told = ChainEnd(sequence: 4, hash: Self.hash(4))
        _ = try await store.adopt([], isLast: true, told: told, at: now)
        let next = try await store.record(person: "p9")
        #expect(next.number.sequence == 5)
        if isSettled {
            for claim in try await store.claims(.needsPerson, after: 0, limit: 9) {
                _ = try await store.settleLoss(of: claim.claimID, isGone: { _ in false }) { _ in
                    AmendTests.audit("loss")
                }
            }
        }
        #expect(try await store.emptyPlaces(missing: [2, 3, 4], upTo: 5).isEmpty)
        #expect(try await store.emptyPlaces(missing: [2], upTo: 3) == [3])
        // The middle one first: what it says of the one before fits no other later.
        let third = link(3, standing: .concluded(.paid))
        var result = try await store.fillIn([3, 4], with: [third], [], at: now)
        #expect(result.filled.map(\.sequence) == [3] && result.unfit.map(\.sequence) == [4])
        #expect(try await store.firstBrokenLink() == nil)
        let wrong = [link(2, previous: Self.hash(9)), link(4, previous: Self.hash(9)), link(5)]
        #expect(try await store.fillIn([2, 4, 5], with: wrong, [], at: now).filled.isEmpty)
        result = try await store.fillIn([2, 4], with: [link(2, previous: before.hash), link(4)], [], at: now)
        #expect(result.filled.map(\.sequence) == [2, 4])
        #expect(try await store.emptyPlaces(missing: [], upTo: 5).isEmpty)
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.links(from: 2, limit: 3).map(\.hash) == (2...4).map(Self.hash))
        #expect(try await store.claim(id: third.claimID)?.status == .paid)
        #expect(try await store.claims(.all, after: 1, limit: 3).map(\.status) == [.accepted, .paid, .accepted])
        #expect(try await store.liveClaim(person: "p2")?.sequence == 2)
        #expect(try await store.queueSummary().needsPerson == 0)
        #expect(try await store.extent().lost == 0)
        #expect(try await store.syncState().cursor == nil)
        await store.close()
    }

    @Test func `a correction that turns up fills in the place of what it corrects too`() async throws {
        let store = try await restored()
        let before = try await store.chainEnd()
        _ = try await store.adopt([], isLast: true, told: ChainEnd(sequence: 3, hash: Self.hash(3)), at: now)
        let end = ChainEnd(sequence: 2, hash: Self.hash(2))
        let original = AdoptedLink(claimID: StoreFixture.newID(), end: end, previousHash: before.hash)
        let correction = link(3, corrects: [original.claimID])
        let result = try await store.fillIn([2, 3], with: [correction], [original], at: now)
        #expect(result.filled.map(\.sequence) == [2, 3] && result.unfit.isEmpty)
        #expect(try await store.queueSummary().needsPerson == 0)
        #expect(try await store.claim(id: original.claimID)?.status == .amended)
        #expect(try await store.firstBrokenLink() == nil)
        await store.close()
    }
}
