import CentralSync
import Claims
import KioskTestSupport
import Logging
import Outbox
import Synchronization
import Testing
import WireAPI

/// A central that had lost claims whose content is wiped here, and has their numbers again.
@Suite(.timeLimit(.minutes(5)))
struct FoundAgainTests {
    private let fixture: DownFixture
    private var central: SpokenCentral { fixture.central }
    private var store: ClaimStore { fixture.store }

    init() throws { fixture = try DownFixture() }

    private func entry(_ sequence: Int64, _ id: String) -> ChainEntry {
        ChainEntry(
            sequence: sequence,
            claimId: id,
            previous: String(repeating: "0", count: 64),
            hash: String(repeating: "1", count: 64),
            recordedAt: "2025-03-10T10:00:00.000+08:00",
            keys: ClaimDocument.Keys(
                person: String(repeating: "2", count: 64),
                vehicle: nil,
                pair: nil,
                parts: [:]
            ),
            amountFen: nil,
            verdict: "hold",
            standing: .accepted,
            receivedAt: "2025-03-10T10:00:00.000+08:00"
        )
    }

    @Test(arguments: [500, 1])
    func `a claim stands again by its id, and one whose number is another's there stays lost and is told once`(
        pageSize: Int
    ) async throws {
        let receipts = try await fixture.relay.record(3)
        try await fixture.acceptAll()
        let later = RelayFixture.now.adding(.seconds(86_400))
        #expect(try await store.wipeSettled(before: later, at: later) == 3)
        #expect(try await store.sendAgain([1, 2, 3], heardAt: later).wiped == receipts.map(\.number))
        let other = "018f2b6c-0000-7000-8000-000000000002"
        let ids = [receipts[0].claimID.text, other, receipts[2].claimID.text]
        let entries = ids.enumerated().map { entry(Int64($0 + 1), $1) }
        central.state.withLock { state in
            state.pageSize = pageSize
            state.links = entries
            state.chain = KioskChain(highest: 3, count: 3, missing: [], hash: "", epoch: "first")
        }
        // The second time nothing is left to ask for.
        try await central.serve { url in
            try await fixture.listen(to: url) { sync in
                for times in 1...2 {
                    try await fixture.rounds { $0.count { $0.problem == nil } >= times }
                    if times == 1 { sync.askNow() }
                }
            }
        }
        let claims = try await store.claims(.all, after: 0, limit: 9)
        #expect(claims.map(\.status) == [.accepted, .needsPerson, .accepted])
        #expect(claims[1].problem?.code == "claim.lost-at-central")
        #expect(try await store.queueSummary().needsPerson == 1)
        let told = fixture.relay.messages(.error).filter { $0.contains("another claim of this number") }
        #expect(told.count == 1)
    }
}
