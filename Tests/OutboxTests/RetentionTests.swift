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

    @Test(arguments: [CentralAnswer.Status.inReview, .duplicate])
    func `the programme does not end without a word while a claim is undecided`(
        status: CentralAnswer.Status
    ) async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(claim.claimID, with: CentralAnswer(status: status, receivedAt: now), at: now)
        #expect(try await code { _ = try await store.endProgramme(entry("programme.end")) } == .programmeOpenClaims)
        #expect(try await store.document(of: claim.claimID) != nil)
        #expect(try await store.auditLines(after: 0, limit: 9).isEmpty)
        #expect(try await store.endProgramme(despiteOpen: true, entry("programme.end")).lastSequence == 1)
        #expect(try await store.document(of: claim.claimID) == nil)
        await store.close()
    }

    @Test func `a claim that was decided keeps no programme from ending`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1")
        try await store.acknowledge(claim.claimID, with: CentralAnswer(status: .inReview, receivedAt: now), at: now)
        try await store.conclude(claim.claimID, as: .refused, at: now)
        #expect(try await store.endProgramme(entry("programme.end")).refused == 1)
        await store.close()
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

    @Test func `what is retained counts from when a claim was accepted, not from the first word on it`() async throws {
        let store = try fixture.open()
        let claim = try await store.record(person: "p1", vehicle: "v1")
        let review = CentralAnswer(status: .inReview, receivedAt: StoreFixture.start)
        try await store.acknowledge(claim.claimID, with: review, at: StoreFixture.start)
        let accepted = CentralAnswer(status: .accepted, receivedAt: now)
        let change = StandingChange(claimID: claim.claimID, standing: .answered(accepted), at: now)
        try await store.apply([change], cursor: "1", at: now)
        #expect(try await store.wipeSettled(before: now, at: now) == 0)
        // The same once more is no news.
        let later = now.adding(.seconds(60))
        try await store.apply([change], cursor: "1", at: later)
        #expect(try await store.wipeSettled(before: later, at: later) == 1)
        await store.close()
    }

    @Test func `an answer that was heard under a clock in the past is as old as the central says`() async throws {
        let store = try fixture.open()
        let claims = [
            try await store.record(person: "p1", vehicle: "v1"), try await store.record(person: "p2", vehicle: "v2"),
        ]
        let past = StoreFixture.start.adding(.seconds(-500_000_000))
        let accepted = CentralAnswer(status: .accepted, receivedAt: now)
        try await store.acknowledge(claims[0].claimID, with: accepted, at: past)
        try await store.acknowledge(
            claims[1].claimID,
            with: CentralAnswer(status: .inReview, receivedAt: StoreFixture.start),
            at: past
        )
        let change = StandingChange(claimID: claims[1].claimID, standing: .answered(accepted), at: now)
        try await store.apply([change], cursor: "1", at: past)
        #expect(try await store.wipeSettled(before: now, at: now) == 0)
        #expect(try await store.wipeSettled(before: now.adding(.seconds(1)), at: now) == 2)
        await store.close()
    }

    @Test func `a claim recorded under a clock in the future does not keep itself or later ones`() async throws {
        let store = try fixture.open()
        let outcome = try await store.commit(onceOnly: .each, person: "p1", vehicle: "v1", parts: []) { place in
            let claim = StoreFixture.claim(place)
            return NewClaim(
                claimID: claim.claimID,
                recordedAt: now.adding(.seconds(300_000_000)),
                document: claim.document,
                maskedApplicant: claim.maskedApplicant,
                maskedPlate: claim.maskedPlate,
                amount: claim.amount,
                verdictKind: claim.verdictKind
            )
        }
        guard case .recorded(let first, _) = outcome else { throw Unexpected(outcome: outcome) }
        let second = try await store.record(person: "p2", vehicle: "v2")
        for claim in [first, second] { try await accept(claim, store, at: StoreFixture.start) }
        #expect(try await store.wipeSettled(before: now, at: now) == 2)
        #expect(try await store.wipedUpTo() == 2)
        await store.close()
    }

    @Test func `a claim is either in the end or refused by it, however close they come`() async throws {
        for round in 1...40 {
            let store = try fixture.open("\(fixture.folder)/end-\(round).db")
            let claim = try await store.record(person: "p0", vehicle: "v0")
            try await accept(claim, store, at: now)
            async let ending = { () async throws -> StoreEnd? in
                do { return try await store.endProgramme(entry("programme.end")) } catch let error as KioskError {
                    #expect(error.code == .programmeUnsent)
                    return nil
                }
            }()
            let recorded = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 1...8 {
                    group.addTask {
                        do { try await store.record(person: "p\(index)", vehicle: "v\(index)") } catch let error
                            as KioskError
                        {
                            #expect(error.code == .programmeEnded)
                            return false
                        }
                        return true
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let end = try await ending
            #expect(end == nil || recorded == 0, "round \(round): \(recorded) claims were recorded")
            await store.close()
        }
    }

    @Test func `a copy ends where it says, however much is recorded meanwhile`() async throws {
        let store = try fixture.open()
        for index in 1...20 { try await store.record(person: "p\(index)", padding: 50_000) }
        for round in 1...10 {
            let path = "\(fixture.folder)/copy-\(round).db"
            try Data().write(to: URL(filePath: path))
            async let copied = store.copy(to: path)
            for index in 1...4 { try await store.record(person: "r\(round)-\(index)") }
            let end = try await copied
            let opened = try fixture.open(path)
            #expect(try await opened.chainEnd() == end)
            await opened.close()
        }
        await store.close()
    }

    @Test func `a copy is whole and opens as a store`() async throws {
        let store = try fixture.open()
        for index in 1...10 { try await store.record(person: "p\(index)", padding: 5_000) }
        let copy = fixture.folder + "/copy.db"
        try Data().write(to: URL(filePath: copy))
        #expect(try await store.copy(to: copy).sequence == 10)
        try await store.record(person: "later")
        await store.close()
        let opened = try fixture.open(copy)
        #expect(try await opened.firstBrokenLink() == nil)
        #expect(try await opened.queueSummary().waiting == 10)
        await opened.close()
    }
}
