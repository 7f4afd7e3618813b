import Claims
import Outbox
import Testing

struct OnceOnlyTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func attempt(
        _ store: ClaimStore,
        _ reading: Programme.OnceOnly,
        person: String,
        vehicle: String?
    ) async throws -> CommitOutcome {
        try await store.commit(onceOnly: reading, person: person, vehicle: vehicle, parts: []) {
            StoreFixture.claim($0)
        }
    }

    @Test func `the second claim of a person is refused with the number of the first`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1")
        #expect(try await attempt(store, .each, person: "p1", vehicle: "v2") == .personClaimed(first.number))
        #expect(try await store.queueSummary().waiting == 1)
        // The refused one used no number.
        #expect(try await store.record(person: "p2", vehicle: "v2").number.sequence == 2)
    }

    @Test func `a bike without a plate holds nobody and is nobody's second, held for review or not`() async throws {
        let store = try fixture.open()
        for person in ["p1", "p1"] {
            guard case .recorded = try await attempt(store, .each, person: person, vehicle: nil) else {
                Issue.record("a bike without a plate was refused")
                continue
            }
        }
        #expect(try await store.liveClaim(person: "p1") == nil)
    }

    @Test func `the second claim for a vehicle is refused with the number of the first`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1")
        #expect(try await attempt(store, .each, person: "p2", vehicle: "v1") == .vehicleClaimed(first.number))
    }

    @Test func `of two commits at once for one person exactly one is recorded`() async throws {
        let store = try fixture.open()
        async let left = attempt(store, .each, person: "p1", vehicle: "v1")
        async let right = attempt(store, .each, person: "p1", vehicle: "v2")
        let number = ClaimNumber(kiosk: store.kiosk, sequence: 1)
        let outcomes = try await [left, right]
        #expect(outcomes.filter { $0 == .personClaimed(number) }.count == 1)
        #expect(try await store.queueSummary().waiting == 1)
    }

    @Test func `pairs may share a person or a vehicle but not both`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1", onceOnly: .pair)
        try await store.record(person: "p1", vehicle: "v2", onceOnly: .pair)
        try await store.record(person: "p2", vehicle: "v1", onceOnly: .pair)
        #expect(try await attempt(store, .pair, person: "p1", vehicle: "v1") == .vehicleClaimed(first.number))
        #expect(try await store.liveClaim(person: "p1", vehicle: "v1") == first.number)
        #expect(try await store.liveClaim(person: "p2", vehicle: "v2") == nil)
    }

    @Test func `bikes without a plate are not one vehicle`() async throws {
        let store = try fixture.open()
        try await store.record(person: "p1")
        try await store.record(person: "p2")
        #expect(try await store.queueSummary().waiting == 2)
    }

    @Test func `an accepted claim stays live and so does one that was set aside`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1")
        let second = try await store.record(person: "p2", vehicle: "v2")
        let answer = CentralAnswer(status: .accepted, receivedAt: StoreFixture.start)
        try await store.acknowledge(first.claimID, with: answer, at: StoreFixture.start)
        try await store.setAside(second.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await store.liveClaim(person: "p1") == first.number)
        #expect(try await store.liveClaim(vehicle: "v2") == second.number)
        #expect(try await store.liveClaim(person: "p3") == nil)
        #expect(try await store.liveClaim(vehicle: "v3") == nil)
    }

    @Test func `a duplicate gives person and vehicle back to the claim that has them`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1")
        let answer = CentralAnswer(status: .duplicate, receivedAt: StoreFixture.start, otherClaim: "DQ02-000001-3")
        try await store.acknowledge(first.claimID, with: answer, at: StoreFixture.start)
        #expect(try await store.liveClaim(person: "p1") == nil)
        #expect(try await store.liveClaim(vehicle: "v1") == nil)
        let second = try await store.record(person: "p2", vehicle: "v1")
        #expect(try await store.liveClaim(vehicle: "v1") == second.number)
    }

    @Test func `a residual value holds nothing and is not refused for what is held`() async throws {
        let store = try fixture.open()
        let residual = try await store.record(person: "p1", verdict: "residual")
        #expect(try await store.liveClaim(person: "p1") == nil)
        let subsidy = try await store.record(person: "p1", vehicle: "v1")
        try await store.record(person: "p1", verdict: "residual")
        #expect(try await store.liveClaim(person: "p1") == subsidy.number)
        let answer = CentralAnswer(status: .accepted, receivedAt: StoreFixture.start)
        try await store.acknowledge(residual.claimID, with: answer, at: StoreFixture.start)
        #expect(try await store.liveClaim(person: "p1") == subsidy.number)
        #expect(try await attempt(store, .each, person: "p1", vehicle: "v2") == .personClaimed(subsidy.number))
    }
}
