import CentralSync
import Claims
import KioskTestSupport
import Logging
import Outbox
import Synchronization
import Testing
import WireAPI

/// A store that turns out to be older than what it sent.
@Suite(.timeLimit(.minutes(5)))
struct OldCopyTests {
    private let fixture: DownFixture
    private var central: SpokenCentral { fixture.central }
    private var store: ClaimStore { fixture.store }

    init() throws { fixture = try DownFixture() }

    private static let hashes = (2...4).map { String(repeating: "\($0)", count: 64) }

    /// Of claims 2, 3 and 4.
    private static func links(after hash: String) -> [ChainEntry] {
        (0..<3).map { index in
            let person = String(repeating: "\(index + 2)", count: 64)
            return ChainEntry(
                sequence: Int64(index + 2),
                claimId: "018f2b6c-0000-7000-8000-00000000000\(index)",
                previous: index == 0 ? hash : hashes[index - 1],
                hash: hashes[index],
                recordedAt: "2025-03-10T10:00:00.000+08:00",
                keys: ClaimDocument.Keys(person: person, vehicle: nil, pair: nil, parts: [:]),
                amountFen: nil,
                verdict: "hold",
                standing: .inReview,
                receivedAt: "2025-03-10T10:00:00.000+08:00"
            )
        }
    }

    private func heard() async throws {
        try await fixture.rounds { $0.contains { $0.problem == nil } }
    }

    @Test func `a store that is older than what it sent is filled in before anything is recorded`() async throws {
        try await fixture.relay.record(1)
        let end = try await store.chainEnd()
        let hashes = Self.hashes
        let links = Self.links(after: end.hash)
        central.state.withLock { state in
            state.links = links
            state.pageSize = 2
            state.chain = KioskChain(highest: 4, count: 4, missing: [], hash: hashes[2], epoch: "first")
        }
        try await store.keep(photoFolder: "its-own")
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        #expect(try await !store.isUnconfirmed())
        // The machine is the same, and so are its photos.
        #expect(try await store.photoFolder() == "its-own")
        #expect(try await store.chainEnd().sequence == 4)
        #expect(try await fixture.relay.record(1).first?.number.sequence == 5)
        #expect(fixture.relay.messages(.error).count == 1)
    }

    @Test(arguments: [true, false], [true, false])
    func `a number that the central was told of and whose claim never came is not given again`(
        saysSo: Bool,
        isKnown: Bool
    ) async throws {
        try await fixture.relay.record(1)
        try await fixture.acceptAll()
        if isKnown { try await store.markRestored(at: RelayFixture.now) }
        central.state.withLock { state in
            state.chain = KioskChain(highest: 1, count: 1, missing: [], hash: "", epoch: "first", told: 3)
            state.tellsEndWithLinks = saysSo
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        #expect(try await !store.isUnconfirmed())
        let hash = try await store.chainEnd().hash
        #expect(hash == String(repeating: saysSo ? "e" : "0", count: 64))
        #expect(try await fixture.relay.record(1).first?.number.sequence == 4)
        // Each number once, and that the copy is old where nobody knew.
        #expect(fixture.relay.messages(.error).count == (saysSo && isKnown ? 2 : 3))
    }

    @Test func `a number that is lost at both ends is told also where the chain forks behind it`() async throws {
        try await fixture.relay.record(1)
        try await fixture.acceptAll()
        var links = Array(Self.links(after: try await store.chainEnd().hash).dropFirst())
        links[1].previous = String(repeating: "f", count: 64)
        try await store.markRestored(at: RelayFixture.now)
        central.state.withLock { [links] state in
            state.links = links
            state.chain = KioskChain(highest: 4, count: 3, missing: [2], hash: Self.hashes[2], epoch: "first")
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in
                try await fixture.rounds { $0.contains { $0.problem?.code == "store.restored-conflict" } }
            }
        }
        #expect(fixture.relay.messages(.error).count { $0.contains("lost at both ends") } == 1)
        #expect(try await store.isUnconfirmed())
        #expect(try await store.chainEnd().sequence == 3)
    }

    @Test(arguments: [500, 1])
    func `a number that was lost at both ends is filled in when a stick of the old machine brings its claim`(
        pageSize: Int
    ) async throws {
        try await fixture.relay.record(1)
        try await fixture.acceptAll()
        let end = try await store.chainEnd()
        try await store.markRestored(at: RelayFixture.now)
        central.state.withLock { state in
            state.chain = KioskChain(highest: 1, count: 1, missing: [], hash: "", epoch: "first", told: 4)
            state.toldHash = Self.hashes[2]
        }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in try await heard() }
        }
        #expect(try await store.queueSummary().needsPerson == 3)
        let links = Self.links(after: end.hash)
        central.state.withLock { state in
            state.pageSize = pageSize
            state.links = links
            state.chain = KioskChain(highest: 4, count: 4, missing: [], hash: Self.hashes[2], epoch: "first", told: 4)
            state.changes = [
                ClaimChange(
                    claimId: links[1].claimId,
                    claimNumber: "DQ01-000003-K",
                    standing: .returned,
                    reason: ClaimAnswer.Reason(code: "correct-bank-card", otherClaim: nil),
                    changedAt: "2025-03-10T10:00:05.000+08:00"
                )
            ]
        }
        let before = fixture.states.withLock { $0.count }
        try await central.serve { url in
            try await fixture.listen(to: url) { _ in
                try await fixture.rounds { $0.dropFirst(before).contains { $0.problem == nil } }
            }
        }
        let claims = try await store.claims(.all, after: 1, limit: 9)
        #expect(claims.map(\.claimID.text) == links.map(\.claimId))
        #expect(claims.map(\.status) == [.inReview, .returned, .inReview])
        // How the central answers comes with the changes.
        #expect(claims[1].answer?.reasonCode == "correct-bank-card")
        #expect(try await store.queueSummary().needsPerson == 0)
        #expect(try await store.firstBrokenLink() == nil)
        #expect(fixture.relay.messages(.warning).isEmpty)
    }
}
