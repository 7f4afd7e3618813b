import Claims
import GRDB
import Outbox
import Testing
import WireAPI

struct AuditTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func entry(_ action: String, _ subject: String? = nil) -> AuditEntry {
        AuditEntry(
            at: StoreFixture.start,
            actor: "S01",
            role: "supervisor",
            via: "page",
            action: action,
            subject: subject
        )
    }

    @Test func `each deed is one line, numbered and chained`() async throws {
        let store = try fixture.open()
        try await store.audit(entry("queue.export", "a.kiosk"))
        try await store.pauseSending(entry("queue.pause"))
        try await store.pauseSending(entry("queue.pause"))
        #expect(try await store.sendingPause()?.by == "S01")
        try await store.resumeSending(entry("queue.resume"))
        #expect(try await store.sendingPause() == nil)
        let lines = try await store.auditLines(after: 0, limit: 10)
        #expect(lines.map(\.number) == [1, 2, 3, 4])
        #expect(lines.map(\.action) == ["queue.export", "queue.pause", "queue.pause", "queue.resume"])
        #expect(lines[0].subject == "a.kiosk" && lines[1].previous == lines[0].hash)
        #expect(try await store.auditLines(after: 2, limit: 1).map(\.number) == [3])
        #expect(try await store.firstBrokenAuditLine() == nil)
    }

    @Test func `a pause outlives a restart`() async throws {
        let store = try fixture.open()
        try await store.pauseSending(entry("queue.pause"))
        await store.close()
        let again = try fixture.open()
        #expect(try await again.sendingPause()?.since == StoreFixture.start)
    }

    @Test func `a line that was changed, or taken out, shows`() async throws {
        for damage in ["UPDATE audit SET actor = 'S02' WHERE number = 2", "DELETE FROM audit WHERE number = 2"] {
            let fixture = try StoreFixture()
            let store = try fixture.open()
            for number in 1...3 { try await store.audit(entry("queue.retry", "\(number)")) }
            await store.close()
            let queue = try DatabaseQueue(path: fixture.path)
            // The file itself refuses both.
            await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: damage) } }
            try await queue.write {
                try $0.execute(sql: "DROP TRIGGER audit_kept; DROP TRIGGER audit_unchanged; \(damage)")
            }
            try queue.close()
            let again = try fixture.open()
            #expect(try await again.firstBrokenAuditLine() == 2)
            await again.close()
        }
    }

    @Test(arguments: [
        "DELETE FROM claim", "DELETE FROM outbox",
        "UPDATE claim SET document = NULL, wiped_at = 1 WHERE sequence = 1",
    ])
    func `the file itself refuses to lose what was not sent`(statement: String) async throws {
        let store = try fixture.open()
        try await store.record(person: "p1")
        await store.close()
        let queue = try DatabaseQueue(path: fixture.path)
        await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: statement) } }
        try queue.close()
        let again = try fixture.open()
        guard case .due = try await again.nextBatch(now: StoreFixture.start) else {
            Issue.record("not there")
            return
        }
        await again.close()
    }
}
