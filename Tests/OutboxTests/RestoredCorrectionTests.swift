import Claims
import Outbox
import Testing

/// A claim of a restored copy that was corrected after the copy was made: only the central has the correction.
struct RestoredCorrectionTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    /// How the original stands in the copy.
    enum Original: CaseIterable {
        case returned
        case setAside
        case waiting
    }

    private static let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 10)

    private func restored(_ original: Original) async throws -> (ClaimStore, ClaimReceipt) {
        let store = try fixture.open()
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v1", parts: []) { place in
            StoreFixture.claim(place, photos: [Self.photo])
        }
        guard case .recorded(let claim, _) = outcome else { throw Unexpected(outcome: outcome) }
        switch original {
        case .returned:
            let answer = CentralAnswer(status: .returned, receivedAt: now, reasonCode: "bank-card")
            try await store.acknowledge(claim.claimID, with: answer, at: now)
        case .setAside: try await store.setAside(claim.claimID, problem: StoreFixture.problem(.claimInvalid))
        case .waiting: break
        }
        try await store.markRestored(at: now)
        return (store, claim)
    }

    /// As the central gives it: accepted, of the same person, with another vehicle and card.
    private func correction(
        _ sequence: Int64,
        after previous: String,
        of originals: [ClaimID]
    ) -> AdoptedClaim {
        AdoptedClaim(
            claimID: StoreFixture.newID(),
            end: ChainEnd(sequence: sequence, hash: StoreFixture.hash([UInt8(sequence)])),
            previousHash: previous,
            recordedAt: now,
            person: "p1",
            vehicle: "v2",
            parts: [],
            amount: Fen(100),
            verdictKind: "subsidy",
            standing: .answered(CentralAnswer(status: .accepted, receivedAt: now)),
            receivedAt: now,
            corrects: originals
        )
    }

    /// What the central tells of the original.
    private func amended(_ claim: ClaimReceipt, by sequence: Int64) -> StandingChange {
        let other = ClaimNumber(kiosk: claim.number.kiosk, sequence: sequence).text
        let answer = CentralAnswer(status: .returned, receivedAt: now, reasonCode: "amended", otherClaim: other)
        return StandingChange(claimID: claim.claimID, standing: .answered(answer), at: now)
    }

    private func expectSettled(_ store: ClaimStore, _ claim: ClaimReceipt, by sequence: Int64) async throws {
        let summary = try await store.queueSummary()
        #expect(summary.returned == 0 && summary.needsPerson == 0 && summary.waiting == 0)
        #expect(try await store.claim(id: claim.claimID)?.status == .amended)
        #expect(try await store.liveClaim(person: "p1")?.sequence == sequence)
        #expect(try await store.liveClaim(vehicle: "v1") == nil)
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.document(of: claim.claimID) != nil)
        for entry in try await store.waitingAttachments() {
            try await store.confirm(entry, bytes: Self.photo.bytes, complete: true)
        }
        let entry = AuditEntry(at: now, actor: "S01", role: "supervisor", via: "socket", action: "programme.end")
        #expect(try await store.endProgramme(entry).lastSequence == sequence)
        await store.close()
    }

    @Test(arguments: Original.allCases)
    func `it gives way to its correction, and the programme can end`(original: Original) async throws {
        let (store, claim) = try await restored(original)
        let end = try await store.chainEnd()
        _ = try await store.adopt([correction(2, after: end.hash, of: [claim.claimID])], isLast: true, at: now)
        #expect(try await store.queueSummary().needsPerson == 0)
        // A claim that the central refused for good has no photos there; it tells nothing of such a claim.
        #expect(try await store.awaitsAttachment(Self.photo.name) == (original != .setAside))
        if original != .setAside {
            try await store.apply([amended(claim, by: 2)], cursor: "1", at: now)
        }
        try await expectSettled(store, claim, by: 2)
    }

    @Test(arguments: [Original.returned, .waiting])
    func `a central that names no originals tells it with the original's standing`(original: Original) async throws {
        let (store, claim) = try await restored(original)
        let end = try await store.chainEnd()
        _ = try await store.adopt([correction(2, after: end.hash, of: [])], isLast: true, at: now)
        try await store.apply([amended(claim, by: 2)], cursor: "1", at: now)
        try await expectSettled(store, claim, by: 2)
    }

    /// The correction between them never reached the central, which has its link at most.
    @Test(arguments: [true, false])
    func `a correction of a correction settles the first of them too`(isNamed: Bool) async throws {
        let (store, claim) = try await restored(.setAside)
        let end = try await store.chainEnd()
        let between = AdoptedLink(
            claimID: StoreFixture.newID(),
            end: ChainEnd(sequence: 2, hash: StoreFixture.hash([9])),
            previousHash: end.hash
        )
        let last = correction(3, after: between.end.hash, of: [between.claimID, claim.claimID])
        _ = try await store.adopt([last], links: isNamed ? [between] : [], isLast: true, at: now)
        if isNamed {
            #expect(try await store.claim(id: between.claimID)?.status == .amended)
        } else {
            // Without its link it is a number that nobody knows anything of.
            let aside = try await store.claims(.needsPerson, after: 0, limit: 9)
            #expect(aside.map(\.number.sequence) == [2])
            for claim in aside {
                _ = try await store.settleLoss(of: claim.claimID, isGone: { _ in false }) { _ in
                    AmendTests.audit("loss")
                }
            }
        }
        try await expectSettled(store, claim, by: 3)
    }

    @Test func `one that was corrected and is refused for good when it is sent needs nobody`() async throws {
        let (store, claim) = try await restored(.waiting)
        let end = try await store.chainEnd()
        _ = try await store.adopt([correction(2, after: end.hash, of: [claim.claimID])], isLast: true, at: now)
        #expect(try await store.queueSummary().waiting == 1)
        try await store.setAside(claim.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await store.waitingAttachments().isEmpty)
        try await expectSettled(store, claim, by: 2)
    }

    @Test func `a change that names a claim of another kiosk corrects nothing here`() async throws {
        let (store, claim) = try await restored(.returned)
        let end = try await store.chainEnd()
        _ = try await store.adopt([correction(2, after: end.hash, of: [])], isLast: true, at: now)
        let kiosk = try #require(KioskID("DQ02"))
        let answer = CentralAnswer(
            status: .returned,
            receivedAt: now,
            reasonCode: "amended",
            otherClaim: ClaimNumber(kiosk: kiosk, sequence: 2).text
        )
        let change = StandingChange(claimID: claim.claimID, standing: .answered(answer), at: now)
        try await store.apply([change], cursor: "1", at: now)
        #expect(try await store.queueSummary().returned == 1)
        await store.close()
    }
}
