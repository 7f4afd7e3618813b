import Claims
import Foundation
import GRDB
import Outbox
import Testing
import WireAPI

struct RetentionTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start.adding(.seconds(1_000_000))

    init() throws { fixture = try StoreFixture() }

    private func entry(_ action: String) -> AuditEntry {
        AuditEntry(at: now, actor: "root", role: "administrator", via: "socket", action: action)
    }

    private func accept(_ claim: ClaimReceipt, _ store: ClaimStore, at time: Timestamp) async throws {
        try await store.acknowledge(
            claim.claimID,
            with: CentralAnswer(status: .accepted, receivedAt: time),
            at: time
        )
    }

    /// Whether any of the store's files holds the bytes.
    private func isOnDisk(_ text: String) -> Bool {
        ["", "-wal", "-shm"].contains { suffix in
            guard let data = FileManager.default.contents(atPath: fixture.path + suffix) else { return false }
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test func `what was accepted long ago is wiped, to the last byte on the disk`() async throws {
        let store = try fixture.open()
        var claims: [ClaimReceipt] = []
        for index in 1...30 {
            // Long enough that some documents lie on pages of their own.
            claims.append(try await store.record(person: "p\(index)", vehicle: "v\(index)", padding: index * 300))
        }
        for claim in claims.prefix(20) { try await accept(claim, store, at: StoreFixture.start) }
        for claim in claims[20..<25] { try await accept(claim, store, at: now) }
        let texts = claims.map { #"{"claimId":"\#($0.claimID)"# }
        for text in texts { #expect(isOnDisk(text)) }
        #expect(try await store.wipeSettled(before: StoreFixture.start.adding(.seconds(60)), at: now) == 20)
        for (index, text) in texts.enumerated() { #expect(isOnDisk(text) == (index >= 20), "\(index + 1)") }
        #expect(try await store.wipedUpTo() == 20)
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.document(of: claims[0].claimID) == nil)
        let stored = try #require(try await store.claim(id: claims[0].claimID))
        #expect(stored.maskedApplicant.isEmpty && stored.maskedPlate == nil && stored.status == .accepted)
        // What was paid for never is again.
        #expect(try await store.liveClaim(person: "p1") == claims[0].number)
        #expect(try await store.wipeSettled(before: StoreFixture.start.adding(.seconds(60)), at: now) == 0)
        try await store.compactIfWorthwhile()
        #expect(try await store.firstBrokenLink() == nil)
        await store.close()
    }

    @Test func `claims in review, in dispute or unsent keep everything, and do not hold up the others`() async throws {
        let store = try fixture.open()
        var claims: [ClaimReceipt] = []
        for index in 1...5 { claims.append(try await store.record(person: "p\(index)", vehicle: "v\(index)")) }
        let old = StoreFixture.start
        try await store.acknowledge(claims[0].claimID, with: CentralAnswer(status: .inReview, receivedAt: old), at: old)
        try await store.acknowledge(
            claims[1].claimID,
            with: CentralAnswer(status: .duplicate, receivedAt: old),
            at: old
        )
        try await accept(claims[2], store, at: old)
        try await store.setAside(claims[3].claimID, problem: StoreFixture.problem(.claimInvalid))
        let later = StoreFixture.start.adding(.seconds(500_000))
        #expect(try await store.wipeSettled(before: later, at: now) == 1)
        for index in [0, 1, 3, 4] { #expect(try await store.document(of: claims[index].claimID) != nil) }
        // Once it is refused, the digests go too: it holds nothing.
        try await store.conclude(claims[0].claimID, as: .refused, at: old)
        #expect(try await store.wipeSettled(before: later, at: now) == 1)
        #expect(try await store.wipedUpTo() == 1)
        #expect(isOnDisk("p3") && !isOnDisk("\"p1\""))
        await store.close()
    }

    @Test func `a claim keeps everything until the central has its photos, and so does the programme`() async throws {
        let store = try fixture.open()
        let photo = ClaimPhoto(name: String(repeating: "a", count: 64), bytes: 10)
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v1", parts: []) { place in
            StoreFixture.claim(place, photos: [photo])
        }
        guard case .recorded(let receipt, _) = outcome else { throw Unexpected(outcome: outcome) }
        try await accept(receipt, store, at: StoreFixture.start)
        let later = StoreFixture.start.adding(.seconds(500_000))
        #expect(try await store.wipeSettled(before: later, at: now) == 0)
        #expect(try await code { _ = try await store.endProgramme(entry("programme.end")) } == .programmeUnsent)
        let photoReceipt = ClaimStore.PhotoReceipt(name: photo.name, bytes: photo.bytes, isComplete: true)
        _ = try await store.settle(carried: [], [photoReceipt], writtenAt: StoreFixture.start, at: StoreFixture.start)
        #expect(try await store.wipeSettled(before: later, at: now) == 1)
        #expect(try await store.endProgramme(entry("programme.end")).lastSequence == 1)
        await store.close()
    }

    @Test func `the programme does not end while anything is unsent`() async throws {
        let store = try fixture.open()
        let first = try await store.record(person: "p1", vehicle: "v1")
        let second = try await store.record(person: "p2", vehicle: "v2")
        try await accept(first, store, at: now)
        #expect(try await code { _ = try await store.endProgramme(entry("programme.end")) } == .programmeUnsent)
        try await store.setAside(second.claimID, problem: StoreFixture.problem(.claimInvalid))
        #expect(try await code { _ = try await store.endProgramme(entry("programme.end")) } == .programmeUnsent)
        #expect(try await store.document(of: first.claimID) != nil)
        #expect(try await store.auditLines(after: 0, limit: 9).isEmpty)
    }

    @Test func `the end wipes all but numbers and hashes, and nothing is recorded after it`() async throws {
        let store = try fixture.open()
        var claims: [ClaimReceipt] = []
        for index in 1...5 {
            let claim = try await store.record(
                person: "person-\(index)",
                vehicle: "vehicle-\(index)",
                parts: [PartKey(.motor, digest: "motor-\(index)")]
            )
            try await accept(claim, store, at: now)
            claims.append(claim)
        }
        let end = try await store.endProgramme(entry("programme.end"))
        #expect(end.lastSequence == 5 && end.lastHash.count == 64 && end.at == now)
        for text in ["person-", "vehicle-", "motor-", "{\"claimId\"", "王*"] { #expect(!isOnDisk(text), "\(text)") }
        #expect(try await store.firstBrokenLink() == nil)
        #expect(try await store.endProgramme(entry("programme.end")) == end)
        #expect(try await store.auditLines(after: 0, limit: 9).map(\.action) == ["programme.end"])
        #expect(try await code { try await store.record(person: "x") } == .programmeEnded)
        #expect(try await code { try await store.checkWritable() } == .programmeEnded)
        #expect(try await store.recordingStop()?.code == .programmeEnded)
        await store.close()
        let again = try fixture.open()
        #expect(try await code { try await again.record(person: "x") } == .programmeEnded)
        #expect(try await again.endedAt() == now)
        await again.close()
    }

    @Test func `a copy is whole and opens as a store`() async throws {
        let store = try fixture.open()
        for index in 1...10 { try await store.record(person: "p\(index)", padding: 5_000) }
        let copy = fixture.folder + "/copy.db"
        try Data().write(to: URL(filePath: copy))
        try await store.copy(to: copy)
        try await store.record(person: "later")
        await store.close()
        let opened = try fixture.open(copy)
        #expect(try await opened.firstBrokenLink() == nil)
        #expect(try await opened.queueSummary().waiting == 10)
        await opened.close()
    }
}
