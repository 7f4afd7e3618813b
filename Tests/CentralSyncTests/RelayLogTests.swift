import CentralSync
import InMemoryLogging
import Logging
import Outbox
import Testing

struct RelayLogTests {
    private let fixture: RelayFixture

    init() throws { fixture = try RelayFixture() }

    @Test func `the log names claims and nothing of a person`() async throws {
        let central = try await LoopbackCentral.start { request, _ in .answer(200, RelayFixture.answer(request)) }
        try await fixture.record(2)
        try await fixture.relay(to: central.url) { _ in try await fixture.reached { $0.accepted == 2 } }
        let text = fixture.log.entries.map { "\($0.message) \($0.metadata)" }.joined()
        #expect(text.contains("DQ01-000001-") && !text.contains("王"))
        try await central.stop()
    }
}
