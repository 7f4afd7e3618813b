/// A day of the week; the raw value is ISO 8601's, Monday 1 to Sunday 7.
package enum Weekday: Int, CaseIterable, Sendable, CustomStringConvertible {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    package var isWeekend: Bool { self == .saturday || self == .sunday }

    /// Three English letters, `Mon`.
    package var description: String {
        switch self {
        case .monday: "Mon"
        case .tuesday: "Tue"
        case .wednesday: "Wed"
        case .thursday: "Thu"
        case .friday: "Fri"
        case .saturday: "Sat"
        case .sunday: "Sun"
        }
    }
}

extension CivilDate {
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday; day numbers before it are negative.
        let sinceMonday = (daysSince1970 % 7 + 7 + 3) % 7
        return Weekday(rawValue: sinceMonday + 1) ?? .monday
    }

    /// The day `days` later, or earlier when negative; stops at the ends of years 0001–9999.
    package func adding(days: Int) -> CivilDate {
        let sum = daysSince1970.addingReportingOverflow(days)
        return CivilDate(daysSince1970: sum.overflow ? (days < 0 ? .min : .max) : sum.partialValue)
    }
}
