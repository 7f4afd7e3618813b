import Claims
import Testing

struct DeadlineReviewTests {
    /// Deadlines told before Losar's notice came, one for each row of the reference's table.
    private func open(
        _ approved: [String],
        with notices: [NoticeVersion]? = [.init(id: "national-2025", version: "1")]
    ) throws -> [DeadlineReview.Open] {
        let calendar = try CalendarFixture.nation()
        return try approved.map { text in
            let deadline = calendar.dueDate(approvedOn: try civil(text), workingDays: 5)
            return .init(
                id: "claim of \(text)",
                approvedOn: deadline.approvedOn,
                workingDays: 5,
                due: deadline.due,
                notices: notices
            )
        }
    }

    @Test func `Losar's notice moves the deadlines that reach into it and no other, and says why`() throws {
        let approved = [
            "2025-02-10", "2025-02-19", "2025-02-20", "2025-02-21", "2025-02-24", "2025-02-26", "2025-03-28",
        ]
        let review = try DeadlineReview(
            of: open(approved),
            from: CalendarFixture.nation(),
            to: CalendarFixture.lhasa()
        )
        #expect(review.moved.map(\.id) == approved[2...5].map { "claim of \($0)" })
        #expect(review.moved.map(\.before.description) == ["2025-02-27", "2025-02-28", "2025-03-03", "2025-03-05"])
        #expect(review.moved.map(\.after.due.description) == ["2025-03-05", "2025-03-06", "2025-03-07", "2025-03-11"])
        #expect(review.unmoved == 3)
        #expect(review.unmovedWithOtherNotices == 3)
        let losar = NoticeVersion(id: "lhasa-2025", version: "1")
        for move in review.moved {
            #expect(move.notices == [.added(losar)], "the notice of 2026 has no say")
            #expect(move.days.map(\.day.description) == ["2025-02-27", "2025-02-28", "2025-03-03", "2025-03-04"])
            #expect(
                move.days.allSatisfy { $0.before == .weekday && $0.after == .localDayOff(losar, name: "Losar") }
            )
            #expect(move.beforeAgrees)
            #expect(move.after.notices.contains(losar))
        }
    }

    @Test func `a changed version and a dropped notice are named with the days they changed`() throws {
        let old = try WorkingCalendar([CalendarFixture.national2025(), CalendarFixture.lhasa2025()])
        let longer = try WorkingCalendar([
            CalendarFixture.national2025(), CalendarFixture.lhasa2025(version: "2", last: "2025-03-05"),
        ])
        let deadline = old.dueDate(approvedOn: try civil("2025-02-20"), workingDays: 5)
        let told = DeadlineReview.Open(
            id: "DQ01",
            approvedOn: deadline.approvedOn,
            workingDays: 5,
            due: deadline.due,
            notices: deadline.notices
        )
        let changed = try DeadlineReview(of: [told], from: old, to: longer)
        let (first, second) = (
            NoticeVersion(id: "lhasa-2025", version: "1"), NoticeVersion(id: "lhasa-2025", version: "2")
        )
        #expect(changed.moved.map(\.notices) == [[.changed(from: first, to: second)]])
        #expect(changed.moved.first?.days.map(\.day.description) == ["2025-03-05"])
        #expect(changed.moved.first?.after.due.description == "2025-03-06")

        let dropped = try DeadlineReview(of: [told], from: old, to: WorkingCalendar([CalendarFixture.national2025()]))
        #expect(dropped.moved.map(\.notices) == [[.dropped(first)]])
        #expect(dropped.moved.first?.after.due.description == "2025-02-27")
        #expect(dropped.moved.first?.days.map(\.day.description).last == "2025-03-04")
    }

    @Test func `the same calendar moves nothing and changes no versions`() throws {
        let calendar = try CalendarFixture.nation()
        let review = try DeadlineReview(
            of: open(["2025-02-10", "2025-02-20"], with: nil),
            from: calendar,
            to: calendar
        )
        #expect(review.moved.isEmpty)
        #expect(review.unmoved == 2)
        #expect(review.unmovedWithOtherNotices == 0)
    }

    @Test func `without kept versions the old calendar's are compared`() throws {
        let review = try DeadlineReview(
            of: open(["2025-02-10"], with: nil),
            from: CalendarFixture.nation(),
            to: CalendarFixture.lhasa()
        )
        #expect(review.unmovedWithOtherNotices == 1)
    }

    @Test func `a due day that the old calendar does not give is told apart`() throws {
        let told = DeadlineReview.Open(
            id: "DQ01",
            approvedOn: try civil("2025-02-10"),
            workingDays: 5,
            due: try civil("9999-12-31")
        )
        let calendar = try CalendarFixture.nation()
        let review = try DeadlineReview(of: [told], from: calendar, to: calendar)
        #expect(review.moved.map(\.beforeAgrees) == [false])
        #expect(review.moved.first?.days.isEmpty == true)
        #expect(review.moved.first?.notices.isEmpty == true)
    }

    @Test func `a notice that changed without a new version is refused`() throws {
        let old = try WorkingCalendar([CalendarFixture.lhasa2025()])
        let new = try WorkingCalendar([CalendarFixture.lhasa2025(last: "2025-03-05")])
        let fault = calendarFault { try DeadlineReview(of: [], from: old, to: new) }
        #expect(fault?.kind == .changedWithoutVersion)
    }
}
