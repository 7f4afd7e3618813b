/// The last day to do something within a number of working days, and what that rests on.
package struct Deadline: Equatable, Sendable {
    /// The day that does not count.
    package let approvedOn: CivilDate
    /// 1–1 000.
    package let workingDays: Int
    /// Ends at 24:00 at UTC+8, or at close of business where there are business hours (Civil Code, art. 203).
    package let due: CivilDate
    /// Every notice in force that has a say on the days counted.
    package let notices: [NoticeVersion]
    /// Years of the days counted that no national notice covers. In them only weekends were known, and the due day will
    /// move when the notice comes.
    package let yearsWithoutNotice: [Int]

    package var isAssured: Bool { yearsWithoutNotice.isEmpty }
}

extension WorkingCalendar {
    /// The last of `workingDays` working days after `day`: the starting day does not count (Civil Code, art. 201), and
    /// the last day is a working day by construction (art. 203).
    ///
    /// - Parameter workingDays: 1–1 000; other values count as the nearest of these.
    package func dueDate(approvedOn day: CivilDate, workingDays: Int) -> Deadline {
        let wanted = min(max(workingDays, 1), 1_000)
        let end = CivilDate(daysSince1970: .max)
        let first = day.adding(days: 1)
        var due = day
        var left = wanted
        while left > 0, due < end {
            due = due.adding(days: 1)
            if isWorking(due) { left -= 1 }
        }
        return Deadline(
            approvedOn: day,
            workingDays: wanted,
            due: due,
            notices: notices(from: first, through: due),
            yearsWithoutNotice: yearsWithoutNotice(from: first, through: due)
        )
    }

    /// The same from a point in time; its day is taken at UTC+8.
    package func dueDate(approvedAt time: Timestamp, workingDays: Int) -> Deadline {
        dueDate(approvedOn: time.date(), workingDays: workingDays)
    }
}
