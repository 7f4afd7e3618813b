import Claims
import Outbox
import Testing

/// What the central says of claims after it has answered them.
struct StandingTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private func change(_ id: ClaimID, _ status: CentralAnswer.Status) -> StandingChange {
        let answer = CentralAnswer(status: status, receivedAt: now, reasonCode: "person-already-claimed")
        return StandingChange(claimID: id, standing: .answered(answer), at: now)
    }

    private func end(_ id: ClaimID, _ conclusion: Conclusion) -> StandingChange {
        StandingChange(claimID: id, standing: .concluded(conclusion), at: now)
    }

    @Test func `standings and the cursor behind them are taken over together, twice like once`() async throws {
        var store = try fixture.open()
        var ids: [ClaimID] = []
        for person in ["p1", "p2", "p3"] {
            ids.append(try await store.record(person: person, vehicle: "v" + person).claimID)
        }
        let changes = [
            change(ids[0], .accepted), change(ids[1], .inReview), change(ids[2], .accepted), change(ids[2], .returned),
        ]
        for _ in 0..<2 {
            let report = try await store.apply(changes, cursor: "c4", at: now)
            #expect(report.applied == 4 && report.unknown.isEmpty && report.contradicted.isEmpty)
            #expect(try await store.syncState().cursor == "c4")
            let summary = try await store.queueSummary()
            #expect(summary.waiting == 0 && summary.accepted == 1 && summary.inReview == 1 && summary.returned == 1)
            #expect(try await store.claim(id: ids[2])?.status == .returned)
            await store.close()
            store = try fixture.open()
        }
        await store.close()
    }

    @Test func `a duplicate frees its keys, and holds them again when it was decided for`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1", vehicle: "v1", parts: [PartKey(.motor, digest: "m")]).claimID
        try await store.apply([change(id, .duplicate)], cursor: "1", at: now)
        #expect(try await store.liveClaim(person: "p1") == nil)
        #expect(try await store.liveClaim(part: .motor, digest: "m") == nil)
        try await store.apply([change(id, .accepted)], cursor: "2", at: now)
        #expect(try await store.liveClaim(person: "p1")?.sequence == 1)
        #expect(try await store.liveClaim(part: .motor, digest: "m")?.sequence == 1)
        try await store.apply([end(id, .refused), change(id, .accepted)], cursor: "3", at: now)
        #expect(try await store.liveClaim(person: "p1") == nil)
        await store.close()
    }

    @Test func `an answer that was on its way while later news came is not kept`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1", vehicle: "v1").claimID
        let accepted = CentralAnswer(status: .accepted, receivedAt: now)
        try await store.apply([change(id, .duplicate)], cursor: "1", at: now)
        for _ in 0..<2 {
            try await store.settle([Delivery(id, .answered(accepted))], at: now)
            #expect(try await store.claim(id: id)?.status == .duplicate)
            #expect(try await store.liveClaim(person: "p1") == nil)
        }
        // Sent anew, to a central that was put back, it is answered anew.
        _ = try await store.centralRestored(epoch: "e", heardAt: Timestamp(milliseconds: 0))
        try await store.settle([Delivery(id, .answered(accepted))], at: now)
        #expect(try await store.claim(id: id)?.status == .accepted)
        #expect(try await store.liveClaim(person: "p1")?.sequence == 1)
        await store.close()
    }

    @Test func `a residual value never holds its person`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1", vehicle: "v1", verdict: "residual").claimID
        try await store.apply([change(id, .duplicate), change(id, .accepted)], cursor: "1", at: now)
        #expect(try await store.liveClaim(person: "p1") == nil)
        await store.close()
    }

    @Test func `what a claim ended as stays, and a claim of elsewhere is named`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1", vehicle: "v1").claimID
        let stranger = StoreFixture.newID()
        let report = try await store.apply(
            [end(id, .paid), end(id, .refused), end(stranger, .paid), end(id, .paid)],
            cursor: "4",
            at: now
        )
        #expect(report.applied == 2 && report.contradicted == [id] && report.unknown == [stranger])
        #expect(try await store.liveClaim(person: "p1")?.sequence == 1)
        await store.close()
    }

    @Test(arguments: [Conclusion.refused, .withdrawn, .paid])
    func `how a claim ended is its answer, whether it waits, was set aside, is in review or came back`(
        conclusion: Conclusion
    ) async throws {
        let store = try fixture.open()
        var ids: [ClaimID] = []
        for person in ["p1", "p2", "p3", "p4"] {
            ids.append(try await store.record(person: person, vehicle: "v" + person).claimID)
        }
        try await store.setAside(ids[1], problem: StoreFixture.problem(.claimInvalid))
        try await store.apply([change(ids[2], .inReview), change(ids[3], .returned)], cursor: "1", at: now)
        #expect(try await store.queueSummary().returned == 1)
        for _ in 0..<2 {
            let report = try await store.apply(ids.map { end($0, conclusion) }, cursor: "2", at: now)
            #expect(report.applied == 4)
        }
        let ended = try await store.claims(.all, after: 0, limit: 10)
        #expect(ended.map(\.status.rawValue) == Array(repeating: conclusion.rawValue, count: 4))
        #expect(try await store.claims(.unsent, after: 0, limit: 10).isEmpty)
        #expect(try await store.claims(.returned, after: 0, limit: 10).isEmpty)
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 0 && summary.needsPerson == 0 && summary.returned == 0)
        #expect(summary.inReview == (conclusion == .paid ? 1 : 0))
        #expect(summary.accepted == (conclusion == .paid ? 2 : 0))
        #expect(try await store.liveClaim(person: "p1")?.sequence == (conclusion == .paid ? 1 : nil))
        await store.close()
    }

    @Test func `claims that the central lost wait again, with their photos, and wiped ones need a person`() async throws
    {
        let store = try fixture.open()
        var ids: [ClaimID] = []
        for person in ["p1", "p2", "p3"] { ids.append(try await store.record(person: person).claimID) }
        try await store.apply([change(ids[0], .accepted), change(ids[1], .accepted)], cursor: "2", at: now)
        #expect(try await store.answered(missing: [2], above: 5) == [2])
        // The third was never answered: it is on its way.
        #expect(try await store.answered(missing: [1, 2, 3], above: 0) == [1, 2])
        let (waiting, wiped) = try await store.sendAgain([1, 2, 3], heardAt: StoreFixture.start)
        #expect(waiting == 2 && wiped.isEmpty)
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 3 && summary.accepted == 0)
        #expect(try await store.syncState().cursor == nil)
        #expect(try await store.sendAgain([1, 2], heardAt: StoreFixture.start).waiting == 0)
        await store.close()
    }

    @Test func `how far the central was told is remembered`() async throws {
        let store = try fixture.open()
        #expect(try await store.chainEnd() == ChainEnd(sequence: 0, hash: String(repeating: "0", count: 64)))
        try await store.record(person: "p1")
        let end = try await store.chainEnd()
        #expect(end.sequence == 1)
        #expect(try await store.links(from: 1, limit: 1).map(\.hash) == [end.hash])
        #expect(try await store.syncState().told == nil)
        try await store.told(end)
        #expect(try await store.syncState().told == end)
        await store.close()
    }
}
