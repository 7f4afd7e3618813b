import Claims
import GRDB
import Outbox
import Testing

struct CommitTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    @Test func `a commit writes claim, link and outbox entry, and numbers from one`() async throws {
        let store = try fixture.open()
        let receipt = try await store.record(person: "p1", vehicle: "v1")
        #expect(receipt.number.text.hasPrefix("DQ01-000001-"))
        #expect(receipt.recordedAt == StoreFixture.start.adding(.seconds(1)))
        let stored = try #require(try await store.claim(id: receipt.claimID))
        #expect(stored.number == receipt.number && stored.status == .recorded && stored.amount == Fen(37_100))
        #expect(stored.maskedApplicant == "王*" && stored.maskedPlate == "藏***45" && stored.answer == nil)
        guard case .due(let entries) = try await store.nextBatch(now: StoreFixture.start), let entry = entries.first
        else {
            Issue.record("nothing is due")
            return
        }
        #expect(entry.claimID == receipt.claimID && entry.number == receipt.number && entry.attempts == 0)
        #expect(String(decoding: entry.document, as: UTF8.self).contains(receipt.claimID.text))
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test func `a claim is still there after closing and opening, and numbers go on`() async throws {
        let first = try fixture.open()
        let receipt = try await first.record(person: "p1")
        await first.close()
        let again = try fixture.open()
        #expect(try await again.claim(id: receipt.claimID)?.number == receipt.number)
        #expect(try await again.record(person: "p2").number.sequence == 2)
        #expect(try await again.firstBrokenLink() == nil)
    }

    @Test func `a failed transaction leaves no gap and no trace`() async throws {
        struct Refused: Error {}
        let store = try fixture.open()
        try await store.record(person: "p1")
        for _ in 0..<3 {
            let code = try await code {
                _ = try await store.commit(onceOnly: .each, person: "p2", vehicle: nil, parts: []) { _ in
                    throw Refused()
                }
            }
            #expect(code == .storeFailed)
        }
        // The claim's own row goes in, the link's does not: an id that is there already.
        let used = StoreFixture.newID()
        _ = try await store.commit(onceOnly: .each, person: "p3", vehicle: nil, parts: []) {
            StoreFixture.claim($0, id: used)
        }
        _ = try await code {
            _ = try await store.commit(onceOnly: .each, person: "p4", vehicle: nil, parts: []) {
                StoreFixture.claim($0, id: used)
            }
        }
        #expect(try await store.record(person: "p5").number.sequence == 3)
        #expect(try await store.queueSummary().waiting == 3)
        #expect(try await store.liveClaim(person: "p4") == nil)
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test func `an error of ours passes through a failed commit`() async throws {
        let store = try fixture.open()
        let code = try await code {
            _ = try await store.commit(onceOnly: .each, person: "p", vehicle: nil, parts: []) { _ in
                throw KioskError(.claimInvalid, "no", remedy: "none")
            }
        }
        #expect(code == .claimInvalid)
    }

    @Test func `each claim names the hash of the one before`() async throws {
        let store = try fixture.open()
        for index in 1...20 { try await store.record(person: "p\(index)") }
        var expected = String(repeating: "0", count: 64)
        for index in 1...20 {
            guard case .due(let entries) = try await store.nextBatch(now: StoreFixture.start), let entry = entries.first
            else { break }
            let text = String(decoding: entry.document, as: UTF8.self)
            #expect(text.contains(#""previous":"\#(expected)","sequence":\#(index)}"#))
            expected = StoreFixture.hash(entry.document)
            let answer = CentralAnswer(status: .accepted, receivedAt: StoreFixture.start)
            try await store.acknowledge(entry.claimID, with: answer, at: StoreFixture.start)
        }
        #expect(try await store.nextBatch(now: StoreFixture.start) == .empty)
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test(arguments: [
        ("DROP TRIGGER claim_unsent_kept; UPDATE claim SET document = x'00' WHERE sequence = 3", 3),
        ("UPDATE claim SET hash = previous_hash WHERE sequence = 4", 4),
        ("UPDATE claim SET sequence = 9 WHERE sequence = 5", 5),
        ("UPDATE claim SET previous_hash = hash WHERE sequence = 1", 1),
    ])
    func `a changed claim or link shows`(change: String, broken: Int64) async throws {
        let store = try fixture.open()
        for index in 1...5 { try await store.record(person: "p\(index)") }
        await store.close()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let intruder = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try await intruder.write { try $0.execute(sql: change) }
        try intruder.close()
        let again = try fixture.open()
        #expect(try await again.firstBrokenLink() == broken)
    }

    @Test func `many commits at once get numbers without gap or repeat`() async throws {
        let store = try fixture.open()
        let sequences = try await withThrowingTaskGroup(of: Int64.self) { group in
            for index in 0..<40 {
                group.addTask { try await store.record(person: "p\(index)").number.sequence }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sequences.sorted() == Array(1...40))
        #expect(try await store.firstBrokenLink() == nil)
    }

    @Test func `a commit that is cancelled while it runs still answers`() async throws {
        let store = try fixture.open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.record(person: "p1")
        }
        let receipt = try await task.value
        #expect(try await store.claim(id: receipt.claimID) != nil)
    }
}
