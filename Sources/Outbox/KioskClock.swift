package import Claims

/// The machine's clocks at one moment.
package struct ClockReading: Hashable, Sendable {
    /// What people can set.
    package let wall: Timestamp
    /// Names the time since the machine was switched on (`/proc/sys/kernel/random/boot_id`).
    package let boot: String
    /// Since that start, sleep included (CLOCK_BOOTTIME); nobody can set it. Milliseconds.
    package let uptime: Int64

    package init(wall: Timestamp, boot: String, uptime: Int64) {
        self.wall = wall
        self.boot = boot
        self.uptime = uptime
    }
}

/// How far a claim's time can be believed.
package enum ClockTrust: String, CaseIterable, Sendable {
    /// The central's signed time was heard since the machine started, and the clock agrees with it.
    case confirmed
    /// Nothing speaks against it.
    case plausible
    /// The clock went back, or is wrong; only the order of the claims' numbers counts.
    case setBack = "set-back"
}

/// What the kiosk knows of its own clock: the latest time it saw, the central's time when it last heard one, and whether
/// the clock was set back. A value without I/O; one row of the store.
///
/// A set-back stays until the central's time agrees again: a clock that was set back and forth says nothing.
package struct KioskClock: Hashable, Sendable {
    /// The central's time, and the monotonic clock when it was that time.
    package struct TrustedTime: Hashable, Sendable {
        package let at: Timestamp
        package let boot: String
        package let uptime: Int64

        package init(at: Timestamp, boot: String, uptime: Int64) {
            self.at = at
            self.boot = boot
            self.uptime = uptime
        }
    }

    /// What is worth a line in the journal, once.
    package enum Change: Hashable, Sendable {
        case setBack
        case confirmedAgain
    }

    /// Milliseconds. Below it a step back is the work of whatever keeps the clock right.
    package static let tolerance: Int64 = 2_000
    /// Milliseconds between two clocks that agree.
    package static let agreement: Int64 = 300_000
    /// Milliseconds. An answer that took longer says too little about now.
    package static let longestRoundTrip: Int64 = 60_000

    /// The last reading that nothing spoke against.
    package private(set) var seen: ClockReading?
    package private(set) var trusted: TrustedTime?
    /// The wall time at which it was noticed; nil when the clock is not known to be wrong.
    package private(set) var setBackAt: Timestamp?

    package init(seen: ClockReading? = nil, trusted: TrustedTime? = nil, setBackAt: Timestamp? = nil) {
        self.seen = seen
        self.trusted = trusted
        self.setBackAt = setBackAt
    }

    /// How far the reading can be believed.
    package func trust(of reading: ClockReading) -> ClockTrust {
        if setBackAt != nil || contradicts(reading) { return .setBack }
        return trusted?.boot == reading.boot ? .confirmed : .plausible
    }

    /// Looks at the clock.
    package mutating func see(_ reading: ClockReading) -> Change? {
        guard contradicts(reading) else {
            if setBackAt == nil { seen = reading }
            return nil
        }
        guard setBackAt == nil else { return nil }
        setBackAt = reading.wall
        return .setBack
    }

    /// Takes the central's time from a signed answer. `sent` and `received` were read around the exchange, so the
    /// central's clock was read between them: half the time between them is how far this can be wrong.
    package mutating func hear(_ central: Timestamp, sent: ClockReading, received: ClockReading) -> Change? {
        guard sent.boot == received.boot, let trip = Self.difference(received.uptime, sent.uptime),
            (0...Self.longestRoundTrip).contains(trip)
        else { return see(received) }
        let time = central.adding(.milliseconds(trip / 2))
        trusted = TrustedTime(at: time, boot: received.boot, uptime: received.uptime)
        let wasSetBack = setBackAt != nil
        guard Self.isClose(received.wall.milliseconds, time.milliseconds, within: Self.agreement + trip / 2) else {
            setBackAt = setBackAt ?? received.wall
            return wasSetBack ? nil : .setBack
        }
        seen = received
        setBackAt = nil
        return wasSetBack ? .confirmedAgain : nil
    }

    /// Takes what the claims say into account: one that was recorded after the state was last kept.
    package mutating func remember(lastClaim time: Timestamp) {
        guard setBackAt == nil else { return }
        if let seen, seen.wall >= time { return }
        seen = ClockReading(wall: time, boot: "", uptime: 0)
    }

    private func contradicts(_ reading: ClockReading) -> Bool {
        if let trusted, trusted.boot == reading.boot {
            let expected = Self.expected(trusted.at, trusted.uptime, at: reading.uptime)
            guard Self.isClose(reading.wall.milliseconds, expected, within: Self.agreement) else { return true }
        }
        guard let seen else { return false }
        if reading.wall.milliseconds < Self.less(seen.wall.milliseconds, Self.tolerance) { return true }
        guard seen.boot == reading.boot else { return false }
        // Forward without an answer is most likely a clock that was put right; it must not fall behind.
        let expected = Self.expected(seen.wall, seen.uptime, at: reading.uptime)
        return reading.wall.milliseconds < Self.less(expected, Self.agreement)
    }

    // A file or a clock may hold any number: nothing here may overflow.

    private static func expected(_ time: Timestamp, _ then: Int64, at now: Int64) -> Int64 {
        let sum = time.milliseconds.addingReportingOverflow(difference(now, then) ?? 0)
        return sum.overflow ? .max : sum.partialValue
    }

    private static func difference(_ left: Int64, _ right: Int64) -> Int64? {
        let difference = left.subtractingReportingOverflow(right)
        return difference.overflow ? nil : difference.partialValue
    }

    private static func less(_ value: Int64, _ amount: Int64) -> Int64 { difference(value, amount) ?? .min }

    private static func isClose(_ left: Int64, _ right: Int64, within bound: Int64) -> Bool {
        difference(left, right).map { $0.magnitude <= UInt64(bound) } ?? false
    }
}
