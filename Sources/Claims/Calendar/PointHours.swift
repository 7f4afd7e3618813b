/// When a recycling point is open: the same hours on every working day.
///
/// Outside of them staff are warned and the warning is recorded; nothing is locked.
package struct PointHours: Equatable, Sendable, CustomStringConvertible {
    package enum State: Equatable, Sendable {
        case open
        /// Not a working day.
        case closedDay(DayRuling)
        /// A working day, but before opening or after closing.
        case outsideHours
    }

    /// Minutes after midnight at UTC+8. The point opens when `from` begins and is closed when `to` begins.
    package let from: Int
    package let to: Int

    /// Nil unless 0 ≤ from < to ≤ 1440.
    package init?(from: Int, to: Int) {
        guard 0 <= from, from < to, to <= 1_440 else { return nil }
        self.from = from
        self.to = to
    }

    /// From `9:30` or `09:30`, and so on up to `24:00`; nil for anything else and when they do not follow each other.
    package init?(from: String, to: String) {
        guard let from = Self.minute(from), let to = Self.minute(to) else { return nil }
        self.init(from: from, to: to)
    }

    package func state(at time: Timestamp, _ calendar: WorkingCalendar) -> State {
        let ruling = calendar.ruling(on: time.date())
        guard ruling.isWorking else { return .closedDay(ruling) }
        return (from..<to).contains(time.minuteOfDay()) ? .open : .outsideHours
    }

    /// `9:30–18:00`.
    package var description: String { "\(Self.text(from))–\(Self.text(to))" }

    /// Minutes after midnight of a time such as `9:30`, `09:30` or `24:00`; nil for anything else.
    package static func minute(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        let minute = numbers[0] * 60 + numbers[1]
        return numbers[1] < 60 && minute <= 1_440 ? minute : nil
    }

    private static func text(_ minute: Int) -> String { "\(minute / 60):\((minute % 60).padded(to: 2))" }
}
