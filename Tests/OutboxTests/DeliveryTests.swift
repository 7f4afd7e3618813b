import Claims
import Outbox
import Testing

struct DeliveryTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private func dueNumber(_ store: ClaimStore, at time: Timestamp) async throws -> Int64? {
        guard case .due(let entries) = try await store.nextBatch(now: time) else { return nil }
        return entries.first?.number.sequence
    }

    @Test func `claims are due in the order they were recorded`() async throws {
        let store = try fixture.open()
        #expect(try await store.nextBatch(now: now) == .empty)
        for index in 1...3 { try await store.record(person: "p\(index)") }
        for index: Int64 in 1...3 {
            guard case .due(let entries) = try await store.nextBatch(now: now), let entry = entries.first else { break }
            #expect(entry.number.sequence == index)
            let answer = CentralAnswer(status: .accepted, receivedAt: now)
            try await store.acknowledge(entry.claimID, with: answer, at: now)
        }
        #expect(try await store.nextBatch(now: now) == .empty)
    }

    @Test func `a postponed claim is not due before its time and lets the next one pass`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1")
        try await store.record(person: "p2")
        let later = now.adding(.seconds(30))
        try await store.postpone(first.claimID, until: later, problem: StoreFixture.problem())
        #expect(try await dueNumber(store, at: now) == 2)
        #expect(try await dueNumber(store, at: later) == 1)
        let stored = try #require(try await store.claim(id: first.claimID))
        #expect(stored.attempts == 1 && stored.problem == StoreFixture.problem() && stored.status == .recorded)
    }

    @Test func `when all wait for their time the earliest is told`() async throws {
        let store = try fixture.open()
        let claims = [try await store.record(person: "p1"), try await store.record(person: "p2")]
        for (claim, seconds) in zip(claims, [60, 20]) {
            let until = now.adding(.seconds(seconds))
            try await store.postpone(claim.claimID, until: until, problem: StoreFixture.problem())
        }
        #expect(try await store.nextBatch(now: now) == .notBefore(now.adding(.seconds(20))))
        try await store.retryAll()
        guard case .due(let entries) = try await store.nextBatch(now: now, limit: 9) else {
            Issue.record("nothing is due")
            return
        }
        #expect(entries.map(\.number.sequence) == [1, 2])
    }

    @Test func `a clock that was set back does not hold claims for years`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1")
        try await store.postpone(claim.claimID, until: now.adding(.seconds(60)), problem: StoreFixture.problem())
        #expect(try await dueNumber(store, at: now.adding(.seconds(-100_000_000))) == 1)
    }

    @Test func `a time further away than asked for counts as due, the limit itself does not`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1")
        let until = now.adding(.seconds(120))
        try await store.postpone(claim.claimID, until: until, problem: StoreFixture.problem())
        #expect(try await store.nextBatch(now: now, within: .seconds(120)) == .notBefore(until))
        guard case .due = try await store.nextBatch(now: now, within: .seconds(119)) else {
            Issue.record("not due")
            return
        }
    }

    @Test func `a claim set aside is kept, counted, not due, and due again when a person says so`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1")
        try await store.record(person: "p2")
        try await store.setAside(first.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await dueNumber(store, at: now) == 2)
        #expect(try await store.claim(id: first.claimID)?.status == .needsPerson)
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 1 && summary.needsPerson == 1)
        #expect(summary.lastProblem?.code == KioskError.Code.claimInvalid.name)
        try await store.retryAll()
        #expect(try await dueNumber(store, at: now) == 2)
        try await store.retryAll(includingSetAside: true)
        #expect(try await dueNumber(store, at: now) == 1)
        #expect(try await store.queueSummary().waiting == 2)
    }

    @Test func `an answer ends the waiting once, however often it comes`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1")
        try await store.postpone(claim.claimID, until: now, problem: StoreFixture.problem())
        let answer = CentralAnswer(
            status: .duplicate,
            receivedAt: now.adding(.seconds(5)),
            reasonCode: "person-already-claimed",
            otherClaim: "DQ02-000001-3"
        )
        for _ in 0..<3 { try await store.acknowledge(claim.claimID, with: answer, at: now) }
        let stored = try #require(try await store.claim(id: claim.claimID))
        #expect(stored.status == .duplicate && stored.answer == answer && stored.problem == nil)
        let expected = QueueSummary(
            waiting: 0,
            needsPerson: 0,
            accepted: 0,
            duplicate: 1,
            inReview: 0,
            oldestWaitingSince: nil,
            lastProblem: nil,
            nextAttemptAt: nil
        )
        #expect(try await store.queueSummary() == expected)
        // A late failure of the same request must not bring it back.
        try await store.postpone(claim.claimID, until: now, problem: StoreFixture.problem())
        #expect(try await store.nextBatch(now: now) == .empty)
    }

    @Test func `a claim that this store never had cannot be answered`() async throws {
        let store = try fixture.open()
        let stranger = StoreFixture.newID()
        let answer = CentralAnswer(status: .accepted, receivedAt: now)
        #expect(try await code { try await store.acknowledge(stranger, with: answer, at: now) } == .claimUnknown)
        let problem = StoreFixture.problem()
        #expect(try await code { try await store.setAside(stranger, problem: problem) } == .claimUnknown)
        #expect(try await store.claim(id: stranger) == nil)
    }

    @Test func `the queue tells its age, its trouble and its next attempt`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1")
        try await store.record(person: "p2")
        let next = now.adding(.seconds(9))
        try await store.postpone(first.claimID, until: next, problem: StoreFixture.problem(.centralTimeout))
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 2 && summary.oldestWaitingSince == first.recordedAt)
        #expect(summary.nextAttemptAt == next && summary.lastProblem?.code == "central.timeout")
    }

    @Test func `recent claims come newest first and never more than asked for`() async throws {
        let store = try fixture.open()
        for index in 1...5 { try await store.record(person: "p\(index)") }
        #expect(try await store.recentClaims(limit: 3).map(\.number.sequence) == [5, 4, 3])
        #expect(try await store.recentClaims(limit: 0).count == 1)
        #expect(try await store.recentClaims(limit: .max).count == 5)
    }

    @Test func `a change reaches every listener, and many changes are one signal`() async throws {
        let store = try fixture.open()
        let one = store.changes
        let other = store.changes
        for index in 1...5 { try await store.record(person: "p\(index)") }
        for stream in [one, other] {
            var iterator = stream.makeAsyncIterator()
            #expect(await iterator.next() != nil)
        }
        // Nothing is left over: closing ends the streams, and nothing comes before that.
        await store.close()
        var iterator = one.makeAsyncIterator()
        #expect(await iterator.next() == nil)
    }

    @Test func `a claim in review is delivered, counted apart and holds what it claims`() async throws {
        let store = try fixture.open()
        let battery = PartKey(.battery, digest: "b1")
        let claim = try await store.record(person: "p1", vehicle: "v1", parts: [battery])
        let answer = CentralAnswer(
            status: .inReview,
            receivedAt: now.adding(.seconds(5)),
            reasonCode: "part-serial-seen",
            otherClaim: "DQ02-000001-3",
            part: .battery
        )
        for _ in 0..<2 { try await store.acknowledge(claim.claimID, with: answer, at: now) }
        let stored = try #require(try await store.claim(id: claim.claimID))
        #expect(stored.status == .inReview && stored.answer == answer)
        let summary = try await store.queueSummary()
        #expect(summary.inReview == 1 && summary.waiting == 0 && summary.accepted == 0 && summary.duplicate == 0)
        #expect(try await store.nextBatch(now: now) == .empty)
        #expect(try await store.liveClaim(person: "p1") == claim.number)
        #expect(try await store.liveClaim(vehicle: "v1") == claim.number)
        #expect(try await store.liveClaim(part: .battery, digest: "b1") == claim.number)
    }

    @Test func `a batch has the earliest claims, up to a number and a size, and can begin later`() async throws {
        let store = try fixture.open()
        for index in 1...6 { try await store.record(person: "p\(index)", padding: 1_000) }
        func numbers(after: Int64 = 0, limit: Int = 10, bytes: Int = .max) async throws -> [Int64] {
            guard case .due(let entries) = try await store.nextBatch(after: after, now: now, limit: limit, bytes: bytes)
            else { return [] }
            return entries.map(\.number.sequence)
        }
        #expect(try await numbers() == [1, 2, 3, 4, 5, 6])
        #expect(try await numbers(limit: 3) == [1, 2, 3])
        #expect(try await numbers(after: 3, limit: 2) == [4, 5])
        #expect(try await numbers(after: 6) == [])
        #expect(try await numbers(bytes: 2_500) == [1, 2])
        // One alone goes whatever its size.
        #expect(try await numbers(bytes: 10) == [1])
        #expect(try await numbers(limit: 0) == [1])
    }

    @Test func `what came of a batch is kept whole or not at all`() async throws {
        let store = try fixture.open()
        var claims: [ClaimReceipt] = []
        for index in 1...4 { claims.append(try await store.record(person: "p\(index)", vehicle: "v\(index)")) }
        let later = now.adding(.seconds(30))
        let accepted = CentralAnswer(status: .accepted, receivedAt: now)
        let duplicate = CentralAnswer(status: .duplicate, receivedAt: now)
        let deliveries = [
            Delivery(claims[0].claimID, .answered(accepted)),
            Delivery(claims[1].claimID, .answered(duplicate)),
            Delivery(claims[2].claimID, .postponed(until: later, problem: StoreFixture.problem())),
            Delivery(claims[3].claimID, .setAside(StoreFixture.problem(.claimInvalid))),
        ]
        let strange = deliveries + [Delivery(StoreFixture.newID(), .answered(accepted))]
        #expect(try await code { try await store.settle(strange, at: now) } == .claimUnknown)
        #expect(try await store.queueSummary().waiting == 4)
        try await store.settle(deliveries, at: now)
        let summary = try await store.queueSummary()
        #expect(summary.accepted == 1 && summary.duplicate == 1 && summary.waiting == 1 && summary.needsPerson == 1)
        #expect(try await store.nextBatch(now: now, limit: 10) == .notBefore(later))
        #expect(try await store.liveClaim(vehicle: "v2") == nil)
        #expect(try await store.liveClaim(vehicle: "v1") == claims[0].number)
    }
}
