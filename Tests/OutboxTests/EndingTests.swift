import Claims
import Outbox
import Testing

struct EndingTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.start

    init() throws { fixture = try StoreFixture() }

    private func ending(
        _ id: String = "visit-1",
        at seconds: Int64 = 0,
        reason: Reason = Reason(.notATarget, ["kind": "正式", "a/b": "\""]),
        rule: String? = "plate-kind"
    ) -> SessionEnding {
        SessionEnding(
            id: id,
            endedAt: now.adding(.seconds(seconds)),
            kind: .refused,
            step: "plate",
            reason: reason,
            rule: rule,
            facts: ["plate kind": "正式"],
            versions: ["programme": "doilungdeqen@2025-02-09", "registry": "2025-02-01"],
            personDigest: "p1",
            vehicleDigest: nil
        )
    }

    @Test func `an ending is kept with its rule, facts and versions, and claims nothing`() async throws {
        let store = try fixture.open()
        try await store.recordEnding(ending())
        #expect(try await store.liveClaim(person: "p1") == nil)
        await store.close()
        let again = try fixture.open()
        let found = try #require(try await again.recentEndings(limit: 10).first)
        #expect(found.id == "visit-1" && found.endedAt == now && found.kind == .refused && found.step == "plate")
        #expect(found.reasonCode == "not-a-target" && found.reasonValues == ["kind": "正式", "a/b": "\""])
        #expect(found.rule == "plate-kind" && found.facts == ["plate kind": "正式"])
        #expect(found.versions == ["programme": "doilungdeqen@2025-02-09", "registry": "2025-02-01"])
        #expect(found.personDigest == "p1" && found.vehicleDigest == nil && found.takenBackAt == nil)
    }

    @Test func `the same id again is one note that keeps its first time and takes the newer words`() async throws {
        let store = try fixture.open()
        try await store.recordEnding(ending(rule: nil))
        try await store.recordEnding(ending(at: 90, reason: Reason(.partMissing, ["part": "motor"])))
        let found = try await store.recentEndings(limit: 10)
        #expect(found.map(\.id) == ["visit-1"])
        #expect(found.first?.endedAt == now && found.first?.rule == "plate-kind")
        #expect(found.first?.reasonCode == "part-missing" && found.first?.reasonValues == ["part": "motor"])
    }

    @Test func `a note that was taken back is marked, and the first time of that stays`() async throws {
        let store = try fixture.open()
        try await store.recordEnding(ending())
        for seconds: Int64 in [5, 60] {
            try await store.takeBackEnding(id: "visit-1", at: now.adding(.seconds(seconds)))
        }
        let found = try await store.recentEndings(limit: 10)
        #expect(found.map(\.takenBackAt) == [now.adding(.seconds(5))])
    }

    @Test func `a refusal after a step back is a new note even under the same id`() async throws {
        let store = try fixture.open()
        try await store.recordEnding(ending())
        try await store.takeBackEnding(id: "visit-1", at: now.adding(.seconds(5)))
        for _ in 0..<2 { try await store.recordEnding(ending(at: 9)) }
        let found = try await store.recentEndings(limit: 10)
        #expect(found.map(\.takenBackAt) == [nil, now.adding(.seconds(5))])
        #expect(found.map(\.endedAt) == [now.adding(.seconds(9)), now])
    }

    @Test func `taking back what was never noted writes nothing`() async throws {
        let store = try fixture.open()
        try await store.recordEnding(ending())
        try await store.takeBackEnding(id: "visit-2", at: now)
        #expect(try await store.recentEndings(limit: 10).map(\.takenBackAt) == [nil])
    }
}
