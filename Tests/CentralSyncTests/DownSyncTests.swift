import CentralSync
import Claims
import Foundation
import KioskTestSupport
import Logging
import Outbox
import Sealing
import Synchronization
import Testing
import WireAPI

@Suite(.timeLimit(.minutes(5)))
struct DownSyncTests {
    private let fixture: DownFixture
    private var central: SpokenCentral { fixture.central }
    private var store: ClaimStore { fixture.store }

    init() throws { fixture = try DownFixture() }

    private func heard(_ count: Int = 1) async throws {
        try await fixture.rounds { $0.filter { $0.problem == nil }.count >= count }
    }

    @Test func `changes come in pages, each is applied once, and the central's time is passed on`() async throws {
        let claims = try await fixture.relay.record(3)
        central.state.withLock { state in
            state.changes = [
                DownFixture.change(claims[0], .accepted), DownFixture.change(claims[1], .returned),
                DownFixture.change(claims[2], .inReview), DownFixture.change(claims[2], .refused),
            ]
            state.pageSize = 2
            state.chain = KioskChain(
                highest: 3,
                count: 3,
                missing: [],
                hash: String(repeating: "a", count: 64),
                epoch: "first"
            )
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        let summary = try await store.queueSummary()
        #expect(summary.waiting == 0 && summary.accepted == 1 && summary.returned == 1 && summary.inReview == 0)
        #expect(try await store.recentClaims(limit: 1).first?.status == .refused)
        let sync = try await store.syncState()
        #expect(sync.cursor == "4")
        #expect(
            fixture.watch.times.withLock { $0 } == [
                Timestamp("2025-03-10T02:00:00Z"), Timestamp("2025-03-10T02:00:00Z"),
            ]
        )
        #expect(
            central.log == [
                "GET /v1/kiosks/DQ01/changes?limit=500", "GET /v1/kiosks/DQ01/changes?limit=500&after=2",
                "PUT /v1/kiosks/DQ01/head",
            ]
        )
    }

    @Test func `an answer that another key signed changes nothing, and is told once`() async throws {
        let claims = try await fixture.relay.record(1)
        central.state.withLock { state in
            state.changes = [DownFixture.change(claims[0], .accepted)]
            state.chain.highest = 1
            state.signs = false
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in
                try await fixture.rounds { $0.filter { $0.problem?.code == "central.wrong-signature" }.count >= 3 }
                #expect(try await store.queueSummary().waiting == 1)
                #expect(try await store.syncState().cursor == nil)
                central.state.withLock { $0.signs = true }
                try await heard()
            }
        }
        #expect(try await store.queueSummary().accepted == 1)
        #expect(fixture.relay.messages(.warning).count == 1)
    }

    @Test func `a claim of another store is told once and skipped`() async throws {
        let stranger = ClaimChange(
            claimId: "018f2b6c-0000-7000-8000-000000000001",
            claimNumber: "DQ01-000009-9",
            standing: .accepted,
            reason: nil,
            changedAt: "2025-03-10T10:00:05.000+08:00"
        )
        central.state.withLock { $0.changes = [stranger, stranger] }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        #expect(try await store.syncState().cursor == "2")
        #expect(fixture.relay.messages(.warning).count == 1)
    }

    @Test func `claims that were answered, and a person, end the pause`() async throws {
        try await central.serve { url in
            try await fixture.listen(to: url) { sync in
                try await heard()
                let claim = try #require(try await fixture.relay.record().first)
                central.state.withLock { $0.changes = [DownFixture.change(claim, .paid)] }
                try await fixture.acceptAll()
                central.state.withLock { $0.chain.highest = 1 }
                try await heard(2)
                sync.askNow()
                try await heard(3)
            }
        }
        #expect(try await store.syncState().cursor == "1")
    }

    @Test func `the chain's end is told when it changed, signed by the kiosk`() async throws {
        try await fixture.relay.record(2)
        try await central.serve { url in
            try await fixture.listen(to: url, signer: fixture.kioskKey) { sync in
                try await heard()
                sync.askNow()
                try await heard(2)
                try await fixture.relay.record(1)
                sync.askNow()
                try await heard(3)
            }
        }
        let (heads, signatures) = central.state.withLock { ($0.heads, $0.headSignatures) }
        #expect(heads.map(\.sequence) == [2, 3])
        for (head, text) in zip(heads, signatures) {
            let signed = try #require(text)
            let signature = try #require(MessageSignature(signed))
            let body = try CanonicalJSON.encode(head)
            #expect(signature.isValid(for: .head, body, by: fixture.kioskKey.verificationKey))
        }
    }

    @Test func `claims that the central lost without a word are sent again`() async throws {
        let claims = try await fixture.relay.record(4)
        try await fixture.acceptAll()
        central.state.withLock {
            $0.chain = KioskChain(
                highest: 3,
                count: 2,
                missing: [2],
                hash: String(repeating: "a", count: 64),
                epoch: "first"
            )
            $0.meddle = { [central] _, number in
                // From the third answer on the relay has brought them.
                if number >= 4 {
                    central.state.withLock {
                        $0.chain = KioskChain(highest: 4, count: 4, missing: [], hash: "", epoch: "first")
                    }
                }
                return nil
            }
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in
                try await fixture.relay.reached { $0.waiting == 2 }
                try await heard()
            }
        }
        #expect(try await store.claim(id: claims[1].claimID)?.status == .recorded)
        #expect(try await store.claim(id: claims[3].claimID)?.status == .recorded)
        #expect(try await store.claim(id: claims[0].claimID)?.status == .accepted)
        // All changes were asked for anew.
        #expect(central.log.filter { $0.hasSuffix("changes?limit=500") }.count >= 1)
    }

    /// What a central that was restored does not know any more.
    enum Loss: CaseIterable {
        case epoch
        case place
        case end
    }

    @Test(arguments: Loss.allCases)
    func `a central that was restored is heard from the beginning and sent all that is kept here`(loss: Loss)
        async throws
    {
        let claims = try await fixture.relay.record(3)
        try await fixture.acceptAll()
        central.state.withLock { state in
            state.changes = [DownFixture.change(claims[0], .returned), DownFixture.change(claims[1], .refused)]
            state.chain.highest = 3
            state.chain.count = 3
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
            #expect(try await store.queueSummary().returned == 1)
            #expect(try await store.syncState().epoch == "first")
            central.state.withLock { state in
                state.log = []
                switch loss {
                case .epoch: state.chain.epoch = "second"
                case .place: state.changes = [state.changes[0]]
                case .end: state.chain.told = 2
                }
            }
            let known = fixture.states.withLock { $0.filter { $0.problem == nil }.count }
            try await fixture.listen(to: url) { sync in
                try await heard(known + 1)
                sync.askNow()
                try await heard(known + 2)
            }
        }
        // What the changes, heard anew, speak of no longer waits: they say that the central has it.
        let summary = try await store.queueSummary()
        #expect(summary.returned == 1 && summary.accepted == 0)
        #expect(summary.waiting == (loss == .place ? 2 : 1))
        #expect(try await store.syncState().epoch == (loss == .epoch ? "second" : "first"))
        #expect(fixture.relay.messages(.warning).count == 1)
        let heads = central.state.withLock { $0.heads }
        #expect(heads.map(\.sequence) == [3, 3])
        #expect(central.log.prefix(2).map { $0.contains("after=2") } == [true, false])
    }

    @Test func `a central that contradicts itself is sent the same once, not for ever`() async throws {
        let claims = try await fixture.relay.record(1)
        central.state.withLock { $0.changes = [DownFixture.change(claims[0], .accepted)] }
        try await central.serve { url in
            try await fixture.listen(to: url) { sync in
                for count in 1...5 {
                    try await heard(count)
                    sync.askNow()
                }
            }
        }
        #expect(fixture.relay.messages(.warning).count == 1)
        #expect(try await store.queueSummary().accepted == 1)
    }

    @Test func `a claim that was answered while the page was on its way is not sent again`() async throws {
        try await fixture.relay.record(1)
        try await fixture.acceptAll()
        central.state.withLock {
            $0.meddle = { [central] _, number in
                if number == 2 { central.state.withLock { $0.chain.highest = 1 } }
                return nil
            }
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        #expect(try await store.queueSummary().accepted == 1)
        #expect(try await store.queueSummary().waiting == 0)
    }
}
