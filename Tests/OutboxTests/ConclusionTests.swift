import Claims
import Outbox
import Testing

struct ConclusionTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start
    private let frame = PartKey(.frame, digest: "f1")

    init() throws { fixture = try StoreFixture() }

    @Test(arguments: [Conclusion.refused, .withdrawn])
    func `refused and withdrawn let the person, the vehicle and the parts claim again`(
        conclusion: Conclusion
    ) async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1", parts: [frame])
        let other = try await store.record(person: "p2", vehicle: "v2", parts: [PartKey(.frame, digest: "f2")])
        for _ in 0..<2 { try await store.conclude(first.claimID, as: conclusion, at: now) }
        #expect(try await store.liveClaim(part: .frame, digest: "f1") == nil)
        let second = try await store.record(person: "p1", vehicle: "v1", parts: [frame])
        // Said once more, it must not touch the claim that came after.
        try await store.conclude(first.claimID, as: conclusion, at: now)
        #expect(try await store.liveClaim(person: "p1") == second.number)
        #expect(try await store.liveClaim(part: .frame, digest: "f1") == second.number)
        #expect(try await store.liveClaim(person: "p2") == other.number)
        #expect(try await store.liveClaim(part: .frame, digest: "f2") == other.number)
        #expect(try await store.claim(id: first.claimID) != nil)
    }

    @Test func `a paid claim holds all it has for ever`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1", parts: [frame])
        for _ in 0..<2 { try await store.conclude(claim.claimID, as: .paid, at: now) }
        #expect(try await store.liveClaim(person: "p1") == claim.number)
        #expect(try await store.liveClaim(vehicle: "v1") == claim.number)
        #expect(try await store.liveClaim(part: .frame, digest: "f1") == claim.number)
    }

    @Test func `what a claim ended as stays, also after a restart`() async throws {
        for known in Conclusion.allCases {
            let first = try fixture.open()
            let claim = try await first.record(person: "p \(known)", vehicle: "v \(known)")
            try await first.conclude(claim.claimID, as: known, at: now)
            await first.close()
            let store = try fixture.open()
            for other in Conclusion.allCases where other != known {
                let code = try await code { try await store.conclude(claim.claimID, as: other, at: now) }
                #expect(code == .claimConcluded, "\(other) after \(known)")
            }
            #expect(try await store.liveClaim(person: "p \(known)") == (known == .paid ? claim.number : nil))
            await store.close()
        }
    }

    @Test func `a claim that this store never had cannot end`() async throws {
        let store = try fixture.open()
        let stranger = StoreFixture.newID()
        #expect(try await code { try await store.conclude(stranger, as: .paid, at: now) } == .claimUnknown)
    }
}
