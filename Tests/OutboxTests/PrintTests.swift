import Claims
import Outbox
import Testing

/// Whether a paper may have come out before.
struct PrintTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    @Test func `a second print is a copy, also after a restart; another paper of the claim is none`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1").claimID
        #expect(try await store.beginPrint(of: id, .receipt, at: now) == false)
        await store.close()
        let again = try fixture.open()
        #expect(try await again.beginPrint(of: id, .receipt, at: now) == true)
        #expect(try await again.beginPrint(of: id, .certificate, at: now) == false)
        #expect(try await again.beginPrint(of: StoreFixture.newID(), .receipt, at: now) == nil)
    }

    @Test func `a print that surely did not come out leaves things as they were`() async throws {
        let store = try fixture.open()
        let id = try await store.record(person: "p1").claimID
        _ = try await store.beginPrint(of: id, .receipt, at: now)
        try await store.takeBackPrint(of: id, .receipt)
        #expect(try await store.beginPrint(of: id, .receipt, at: now) == false)
        _ = try await store.beginPrint(of: id, .receipt, at: now)
        try await store.takeBackPrint(of: id, .receipt)
        #expect(try await store.beginPrint(of: id, .receipt, at: now) == true)
    }
}
