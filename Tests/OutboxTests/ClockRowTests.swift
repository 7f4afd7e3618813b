import Claims
import Outbox
import Testing

struct ClockRowTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    @Test func `what is known of the clock is there after a restart`() async throws {
        let seen = ClockReading(wall: StoreFixture.start, boot: "b0", uptime: 7)
        let clock = KioskClock(
            seen: seen,
            trusted: .init(at: StoreFixture.start, boot: "b0", uptime: 7),
            setBackAt: StoreFixture.start
        )
        let first = try fixture.open()
        #expect(try await first.clock() == KioskClock())
        try await first.keepClock(clock)
        try await first.keepClock(clock)
        await first.close()
        let second = try fixture.open()
        #expect(try await second.clock() == clock)
        await second.close()
    }

    @Test func `a claim that was recorded later than the row counts as seen`() async throws {
        let store = try fixture.open()
        try await store.record(person: "p1")
        let recorded = StoreFixture.start.adding(.seconds(1))
        #expect(try await store.clock().seen?.wall == recorded)
        try await store.keepClock(KioskClock(seen: ClockReading(wall: StoreFixture.start, boot: "b", uptime: 1)))
        #expect(try await store.clock().seen?.wall == recorded)
        let later = ClockReading(wall: StoreFixture.start.adding(.seconds(9)), boot: "b", uptime: 1)
        try await store.keepClock(KioskClock(seen: later))
        #expect(try await store.clock().seen == later)
        await store.close()
    }
}
