/// What a new notice does to the deadlines that are still open.
package struct DeadlineReview: Equatable, Sendable {
    /// A deadline that was told to somebody.
    package struct Open: Equatable, Sendable {
        /// The claim's, in whatever form the caller knows it.
        package let id: String
        package let approvedOn: CivilDate
        package let workingDays: Int
        package let due: CivilDate
        /// The notices it was counted with; nil when they were not kept: then the old calendar's are taken.
        package let notices: [NoticeVersion]?

        package init(
            id: String,
            approvedOn: CivilDate,
            workingDays: Int,
            due: CivilDate,
            notices: [NoticeVersion]? = nil
        ) {
            self.id = id
            self.approvedOn = approvedOn
            self.workingDays = workingDays
            self.due = due
            self.notices = notices
        }
    }

    package enum NoticeChange: Hashable, Sendable {
        case added(NoticeVersion)
        case changed(from: NoticeVersion, to: NoticeVersion)
        /// Taken away, or superseded by another.
        case dropped(NoticeVersion)
    }

    package struct ChangedDay: Equatable, Sendable {
        package let day: CivilDate
        package let before: DayRuling
        package let after: DayRuling
    }

    package struct Move: Equatable, Sendable {
        package let id: String
        /// As it was told.
        package let before: CivilDate
        package let after: Deadline
        /// Those that have a say on the days between approval and the later of both due days.
        package let notices: [NoticeChange]
        /// The days after approval, up to the later of both due days, that were worked before and now are not, or the
        /// other way round.
        package let days: [ChangedDay]
        /// False when the old calendar gives another day than the one that was told: then notices and days do not
        /// explain the whole move.
        package let beforeAgrees: Bool
    }

    /// In the order given.
    package let moved: [Move]
    package let unmoved: Int
    /// How many of the unmoved now rest on other notices or versions than before.
    package let unmovedWithOtherNotices: Int

    /// Throws `CalendarFault` when a notice has another content in the new calendar and the same version.
    package init(
        of open: [Open],
        from old: WorkingCalendar,
        to new: WorkingCalendar
    ) throws(CalendarFault) {
        let changes = try Self.changes(from: old, to: new)
        var moved: [Move] = []
        var otherNotices = 0
        for deadline in open {
            let after = new.dueDate(approvedOn: deadline.approvedOn, workingDays: deadline.workingDays)
            let before = old.dueDate(approvedOn: deadline.approvedOn, workingDays: deadline.workingDays)
            guard after.due != deadline.due else {
                if after.notices.sorted() != (deadline.notices ?? before.notices).sorted() { otherNotices += 1 }
                continue
            }
            let first = deadline.approvedOn.adding(days: 1)
            // A due day told by mistake may lie far away; what explains the move ends with the computed ones.
            let last = max(after.due, min(deadline.due, before.due))
            moved.append(
                Move(
                    id: deadline.id,
                    before: deadline.due,
                    after: after,
                    notices:
                        changes
                        .filter { $0.notices.contains { $0.covers(from: first, through: last) } }
                        .map(\.change),
                    days: Self.days(from: first, through: last, old, new),
                    beforeAgrees: before.due == deadline.due
                )
            )
        }
        self.moved = moved
        unmoved = open.count - moved.count
        unmovedWithOtherNotices = otherNotices
    }

    private static func days(
        from first: CivilDate,
        through last: CivilDate,
        _ old: WorkingCalendar,
        _ new: WorkingCalendar
    ) -> [ChangedDay] {
        first.through(last).compactMap { day in
            let (before, after) = (old.ruling(on: day), new.ruling(on: day))
            return before.isWorking == after.isWorking ? nil : ChangedDay(day: day, before: before, after: after)
        }
    }

    private static func changes(
        from old: WorkingCalendar,
        to new: WorkingCalendar
    ) throws(CalendarFault) -> [(notices: [CalendarNotice], change: NoticeChange)] {
        var left: [String: CalendarNotice] = [:]
        for notice in old.notices { left[notice.id] = notice }
        var changes: [(notices: [CalendarNotice], change: NoticeChange)] = []
        for notice in new.notices {
            guard let before = left.removeValue(forKey: notice.id) else {
                changes.append(([notice], .added(notice.noticeVersion)))
                continue
            }
            guard before != notice else { continue }
            guard before.version != notice.version else {
                throw CalendarFault(.changedWithoutVersion, of: [notice.noticeVersion])
            }
            changes.append(([before, notice], .changed(from: before.noticeVersion, to: notice.noticeVersion)))
        }
        for notice in left.values.sorted(by: { $0.id < $1.id }) {
            changes.append(([notice], .dropped(notice.noticeVersion)))
        }
        return changes
    }
}
