import Claims

/// A day, or a point in time on it.
struct FactsMoment: Equatable {
    /// At UTC+8.
    let day: CivilDate
    /// Nil when only the day is known.
    let time: Timestamp?

    init?(_ text: String) {
        if let time = Timestamp(text) {
            self.time = time
            day = time.date()
        } else if text.utf8.count == 10, let day = CivilDate(text) {
            time = nil
            self.day = day
        } else {
            return nil
        }
    }

    /// Whether this surely lies before the other.
    func isBefore(_ other: FactsMoment) -> Bool {
        if let time, let otherTime = other.time { return time < otherTime }
        return day < other.day
    }
}
