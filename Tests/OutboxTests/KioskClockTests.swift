import Claims
import Outbox
import Testing

struct KioskClockTests {
    private static let noon: Int64 = 1_741_579_200_000

    /// Seconds after noon by the wall and since the machine's start.
    private func reading(_ wall: Int64, up: Int64, boot: String = "a") -> ClockReading {
        ClockReading(wall: Timestamp(milliseconds: Self.noon + wall * 1_000), boot: boot, uptime: up * 1_000)
    }

    private func time(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: Self.noon + seconds * 1_000) }

    @Test func `a clock that was never looked at is plausible`() {
        #expect(KioskClock().trust(of: reading(0, up: 5)) == .plausible)
    }

    @Test func `a clock that goes on is plausible, also over a restart of the machine`() {
        var clock = KioskClock()
        #expect(clock.see(reading(0, up: 100)) == nil)
        #expect(clock.trust(of: reading(60, up: 160)) == .plausible)
        #expect(clock.trust(of: reading(600, up: 3, boot: "b")) == .plausible)
    }

    @Test(arguments: [(Int64(-1), ClockTrust.plausible), (-2, .plausible), (-3, .setBack), (-86_400, .setBack)])
    func `two seconds back are no set-back, more are`(seconds: Int64, expected: ClockTrust) {
        var clock = KioskClock()
        _ = clock.see(reading(0, up: 100))
        #expect(clock.trust(of: reading(seconds, up: 101)) == expected)
        #expect(clock.trust(of: reading(seconds, up: 1, boot: "b")) == expected)
    }

    @Test func `a clock that stands still while the machine runs was set back`() {
        var clock = KioskClock()
        _ = clock.see(reading(0, up: 100))
        #expect(clock.trust(of: reading(10, up: 400)) == .plausible)
        #expect(clock.trust(of: reading(10, up: 500)) == .setBack)
    }

    @Test func `a clock that was put right forwards is plausible until the central speaks`() {
        var clock = KioskClock()
        _ = clock.see(reading(-30_000_000, up: 100))
        #expect(clock.see(reading(0, up: 110)) == nil)
        #expect(clock.trust(of: reading(1, up: 111)) == .plausible)
    }

    @Test func `the central's time confirms a clock that agrees, until the machine starts again`() {
        var clock = KioskClock()
        #expect(clock.hear(time(290), sent: reading(0, up: 100), received: reading(0, up: 100)) == nil)
        #expect(clock.trust(of: reading(30, up: 130)) == .confirmed)
        #expect(clock.trust(of: reading(30, up: 10, boot: "b")) == .plausible)
    }

    @Test(arguments: [Int64(-301), 301, 40_000_000])
    func `a clock that disagrees with the central's is marked, and stays so until it agrees`(seconds: Int64) {
        var clock = KioskClock()
        let wrong = reading(0, up: 100)
        #expect(clock.hear(time(seconds), sent: wrong, received: wrong) == .setBack)
        #expect(clock.hear(time(seconds), sent: wrong, received: wrong) == nil)
        #expect(clock.trust(of: reading(5, up: 105)) == .setBack)
        let right = reading(seconds + 10, up: 110)
        #expect(clock.hear(time(seconds + 10), sent: right, received: right) == .confirmedAgain)
        #expect(clock.trust(of: reading(seconds + 20, up: 120)) == .confirmed)
    }

    @Test func `a set-back is told once, and setting the clock forwards again does not hide it`() {
        var clock = KioskClock()
        _ = clock.see(reading(0, up: 100))
        #expect(clock.see(reading(-3_600, up: 101)) == .setBack)
        #expect(clock.see(reading(-3_590, up: 111)) == nil)
        #expect(clock.see(reading(30, up: 130)) == nil)
        #expect(clock.trust(of: reading(31, up: 131)) == .setBack)
        let answer = reading(40, up: 140)
        #expect(clock.hear(time(40), sent: answer, received: answer) == .confirmedAgain)
        #expect(clock.setBackAt == nil)
    }

    @Test func `the central's time counts as half a round trip old, and not at all after a long one`() {
        var clock = KioskClock()
        _ = clock.hear(time(0), sent: reading(0, up: 100), received: reading(20, up: 120))
        #expect(clock.trusted?.at == time(10) && clock.trusted?.uptime == 120_000)
        var slow = KioskClock()
        _ = slow.hear(time(0), sent: reading(0, up: 100), received: reading(61, up: 161))
        #expect(slow.trusted == nil && slow.seen == reading(61, up: 161))
    }

    @Test func `a clock in the future that is put right is believed once the central agrees`() {
        var clock = KioskClock()
        _ = clock.see(reading(10_000_000, up: 100))
        let right = reading(0, up: 110)
        #expect(clock.see(right) == .setBack)
        #expect(clock.hear(time(0), sent: right, received: right) == .confirmedAgain)
        #expect(clock.trust(of: reading(5, up: 115)) == .confirmed)
    }

    @Test func `numbers that no clock has do not trap`() {
        let walls: [Int64] = [.min, -1, 0, .max]
        for wall in walls {
            for uptime in walls {
                var clock = KioskClock(
                    seen: ClockReading(wall: Timestamp(milliseconds: wall), boot: "a", uptime: uptime),
                    trusted: .init(at: Timestamp(milliseconds: wall), boot: "a", uptime: uptime)
                )
                for other in walls {
                    let reading = ClockReading(wall: Timestamp(milliseconds: other), boot: "a", uptime: other)
                    _ = clock.see(reading)
                    _ = clock.hear(Timestamp(milliseconds: other), sent: reading, received: reading)
                    _ = clock.trust(of: reading)
                }
            }
        }
    }
}
