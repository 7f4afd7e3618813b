import Claims
import Outbox
import Testing

struct PartLedgerTests {
    private let fixture: StoreFixture
    private let battery = PartKey(.battery, digest: "b1")
    private let motor = PartKey(.motor, digest: "m1")
    private let frame = PartKey(.frame, digest: "f1")

    init() throws { fixture = try StoreFixture() }

    private func seen(
        _ store: ClaimStore,
        person: String,
        parts: [PartKey],
        verdict: String = "subsidy"
    ) async throws -> [PartSeen] {
        let outcome = try await store.commit(onceOnly: .each, person: person, vehicle: nil, parts: parts) {
            StoreFixture.claim($0, verdict: verdict)
        }
        guard case .recorded(_, let seen) = outcome else { throw Unexpected(outcome: outcome) }
        return seen
    }

    @Test func `each part of a claim is found by its kind and digest, and stays over a restart`() async throws {
        let first = try fixture.open()
        let claim = try await first.record(
            person: "p1",
            parts: [battery, PartKey(.battery, digest: "b2"), motor, frame]
        )
        await first.close()
        let store = try fixture.open()
        for digest in ["b1", "b2"] {
            #expect(try await store.liveClaim(part: .battery, digest: digest) == claim.number)
        }
        #expect(try await store.liveClaim(part: .motor, digest: "m1") == claim.number)
        #expect(try await store.liveClaim(part: .frame, digest: "f1") == claim.number)
        // The same text on another part is another part.
        #expect(try await store.liveClaim(part: .motor, digest: "b1") == nil)
        #expect(try await store.liveClaim(part: .battery, digest: "b3") == nil)
    }

    @Test func `a part seen before refuses nothing and is named with the first claim that has it`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", parts: [battery, motor])
        #expect(
            try await seen(store, person: "p2", parts: [frame, motor, battery])
                == [PartSeen(motor, holder: first.number), PartSeen(battery, holder: first.number)]
        )
        #expect(try await seen(store, person: "p3", parts: [battery]) == [PartSeen(battery, holder: first.number)])
        #expect(try await store.queueSummary().waiting == 3)
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test func `a claim does not clash with itself, and the same serial twice is one key`() async throws {
        let store = try fixture.open()
        #expect(try await seen(store, person: "p1", parts: [battery, battery]).isEmpty)
        #expect(try await store.liveClaim(part: .battery, digest: "b1")?.sequence == 1)
    }

    @Test func `the parts of a residual value are held although person and vehicle are not`() async throws {
        let store = try fixture.open()
        let residual = try await store.record(person: "p1", parts: [battery], verdict: "residual")
        #expect(try await store.liveClaim(person: "p1") == nil)
        #expect(try await seen(store, person: "p1", parts: [battery]) == [PartSeen(battery, holder: residual.number)])
        let again = try await seen(store, person: "p2", parts: [battery], verdict: "residual")
        #expect(again == [PartSeen(battery, holder: residual.number)])
    }

    @Test func `a duplicate lets go of its parts, an accepted claim and one in review do not`() async throws {
        let store = try fixture.open()
        for (status, holds) in [(CentralAnswer.Status.accepted, true), (.inReview, true), (.duplicate, false)] {
            let key = PartKey(.frame, digest: "\(status)")
            let claim = try await store.record(person: "p \(status)", parts: [key])
            let answer = CentralAnswer(status: status, receivedAt: StoreFixture.start)
            try await store.acknowledge(claim.claimID, with: answer, at: StoreFixture.start)
            #expect(try await store.liveClaim(part: .frame, digest: key.digest) == (holds ? claim.number : nil))
        }
    }

    @Test func `when the first holder lets go the next claim with the part is the holder`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", parts: [battery])
        let second = try await store.record(person: "p2", parts: [battery])
        try await store.conclude(first.claimID, as: .refused, at: StoreFixture.start)
        #expect(try await store.liveClaim(part: .battery, digest: "b1") == second.number)
    }

    @Test func `a commit that fails holds no parts`() async throws {
        let store = try fixture.open()
        let used = StoreFixture.newID()
        for (person, key) in [("p1", motor), ("p2", battery)] {
            _ = try? await store.commit(onceOnly: .each, person: person, vehicle: "v \(person)", parts: [key]) {
                StoreFixture.claim($0, id: used)
            }
        }
        #expect(try await store.liveClaim(part: .motor, digest: "m1")?.sequence == 1)
        #expect(try await store.liveClaim(part: .battery, digest: "b1") == nil)
        let refused = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v9", parts: [frame]) {
            StoreFixture.claim($0)
        }
        #expect(refused == .personClaimed(ClaimNumber(kiosk: store.kiosk, sequence: 1)))
        #expect(try await store.liveClaim(part: .frame, digest: "f1") == nil)
    }

    @Test func `more serials than a bike can have are refused before anything is written`() async throws {
        let store = try fixture.open()
        let most = (0..<ClaimStore.maximumParts).map { PartKey(.battery, digest: "b\($0)") }
        let code = try await code { _ = try await seen(store, person: "p1", parts: most + [motor]) }
        #expect(code == .claimInvalid)
        #expect(try await store.queueSummary().waiting == 0)
        #expect(try await seen(store, person: "p1", parts: most).isEmpty)
    }
}
