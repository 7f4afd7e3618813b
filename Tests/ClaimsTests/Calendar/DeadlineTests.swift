import Claims
import Testing

struct DeadlineTests {
    @Test(arguments: [
        ("2025-02-10", "2025-02-17", "2025-02-17"), ("2025-02-20", "2025-03-05", "2025-02-27"),
        ("2025-02-21", "2025-03-06", "2025-02-28"), ("2025-02-24", "2025-03-07", "2025-03-03"),
        ("2025-02-26", "2025-03-11", "2025-03-05"), ("2025-03-28", "2025-04-07", "2025-04-07"),
        ("2025-04-21", "2025-04-27", "2025-04-27"), ("2025-04-25", "2025-05-06", "2025-05-06"),
        ("2025-04-30", "2025-05-12", "2025-05-12"),
    ])
    func `five working days end as the reference's table says`(
        approved: String,
        lhasa: String,
        nation: String
    ) throws {
        let approved = try civil(approved)
        let local = try CalendarFixture.lhasa().dueDate(approvedOn: approved, workingDays: 5)
        #expect(local.due.description == lhasa)
        #expect(
            local.notices == [.init(id: "national-2025", version: "1"), .init(id: "lhasa-2025", version: "1")]
        )
        #expect(local.isAssured)
        let national = try CalendarFixture.nation().dueDate(approvedOn: approved, workingDays: 5)
        #expect(national.due.description == nation)
        #expect(national.notices == [.init(id: "national-2025", version: "1")])
    }

    @Test func `the day of approval is the one at UTC+8`() throws {
        let calendar = try CalendarFixture.lhasa()
        let lastMoment = try #require(Timestamp("2025-02-20T23:59:59.999+08:00"))
        let nextDay = try #require(Timestamp("2025-02-20T16:00:00Z"))
        #expect(calendar.dueDate(approvedAt: lastMoment, workingDays: 5).due == (try civil("2025-03-05")))
        #expect(calendar.dueDate(approvedAt: nextDay, workingDays: 5).due == (try civil("2025-03-06")))
    }

    @Test func `a year without a national notice makes a deadline unassured and is named`() throws {
        let calendar = try WorkingCalendar([CalendarFixture.national2025(), CalendarFixture.lhasa2026()])
        let inside = calendar.dueDate(approvedOn: try civil("2025-12-24"), workingDays: 5)
        #expect(inside.due == (try civil("2025-12-31")))
        #expect(inside.isAssured)
        #expect(inside.notices.map(\.id) == ["national-2025"])
        let across = calendar.dueDate(approvedOn: try civil("2025-12-25"), workingDays: 5)
        #expect(across.due == (try civil("2026-01-01")), "weekdays only, New Year is not known")
        #expect(!across.isAssured)
        #expect(across.yearsWithoutNotice == [2026])
        #expect(across.notices.map(\.id) == ["national-2025", "lhasa-2026"])
        // The starting day does not count, so its year does not either.
        let after = calendar.dueDate(approvedOn: try civil("2025-12-31"), workingDays: 1)
        #expect(after.yearsWithoutNotice == [2026])
        #expect(after.notices.map(\.id) == ["lhasa-2026"])
        let next = try WorkingCalendar([CalendarFixture.national2026()])
        #expect(next.dueDate(approvedOn: try civil("2025-12-31"), workingDays: 5).isAssured)
    }

    @Test func `a notice that sets a day outside its years is named where that day is counted`() throws {
        let early = try CalendarFixture.notice(
            "national-2026",
            years: [2026],
            off: [("New Year", "2025-12-31", "2026-01-02")],
            outside: ["2025-12-31"]
        )
        let calendar = try WorkingCalendar([CalendarFixture.national2025(), early])
        let deadline = calendar.dueDate(approvedOn: try civil("2025-12-30"), workingDays: 1)
        #expect(deadline.due == (try civil("2026-01-05")))
        #expect(calendar.notices(from: try civil("2025-12-31"), through: try civil("2025-12-31")).count == 2)
        #expect(calendar.notices(from: try civil("2025-12-30"), through: try civil("2025-12-30")).count == 1)
    }

    @Test func `impossible numbers are taken as the nearest possible one and nothing traps`() throws {
        let calendar = try CalendarFixture.lhasa()
        let monday = try civil("2025-02-10")
        #expect(calendar.dueDate(approvedOn: monday, workingDays: 0).workingDays == 1)
        #expect(calendar.dueDate(approvedOn: monday, workingDays: .min).due == (try civil("2025-02-11")))
        #expect(calendar.dueDate(approvedOn: monday, workingDays: .max).workingDays == 1_000)
        let last = try civil("9999-12-31")
        #expect(calendar.dueDate(approvedOn: last, workingDays: 5).due == last)
        #expect(!calendar.dueDate(approvedOn: last, workingDays: 5).isAssured)
    }

    @Test(arguments: [true, false], [1, 2, 5, 7, 22])
    func `from any day the due day is worked, later approvals are never due earlier, and n days lie in between`(
        isLocal: Bool,
        count: Int
    ) throws {
        let calendar = isLocal ? try CalendarFixture.lhasa() : try CalendarFixture.nation()
        var before: CivilDate?
        for offset in 0..<730 {
            let approved = try civil("2024-12-20").adding(days: offset)
            let deadline = calendar.dueDate(approvedOn: approved, workingDays: count)
            let counted = calendar.workingDays(from: approved.adding(days: 1), through: deadline.due)
            #expect(calendar.isWorking(deadline.due), "\(approved)")
            #expect(counted == count, "\(approved)")
            #expect(before.map { $0 <= deadline.due } ?? true, "\(approved)")
            before = deadline.due
        }
    }

    @Test func `the same holds for calendars made at random`() throws {
        var random = TestRandom(seed: 20_250_211)
        for _ in 0..<200 {
            let calendar = try Self.randomCalendar(&random)
            let start = try civil("2025-01-01").adding(days: .random(in: 0..<300, using: &random))
            let count = Int.random(in: 1...12, using: &random)
            let deadlines = (0..<30).map { calendar.dueDate(approvedOn: start.adding(days: $0), workingDays: count) }
            for (deadline, next) in zip(deadlines, deadlines.dropFirst()) {
                #expect(calendar.isWorking(deadline.due))
                let first = deadline.approvedOn.adding(days: 1)
                #expect(calendar.workingDays(from: first, through: deadline.due) == count)
                // A day later is due at the same day or the next worked one.
                let step = calendar.isWorking(next.approvedOn) ? 1 : 0
                #expect(calendar.workingDays(from: deadline.due.adding(days: 1), through: next.due) == step)
            }
        }
    }

    /// A national and two local notices with runs and make-up days that do not meet within one scope.
    private static func randomCalendar(_ random: inout TestRandom) throws -> WorkingCalendar {
        var notices: [CalendarNotice] = []
        for (index, place) in [nil, "here", "here"].enumerated() {
            var off: [CalendarFixture.Run] = []
            var makeUp: [String] = []
            for week in stride(from: index * 3, to: 51, by: 6) {
                let first = try civil("2025-01-01").adding(days: week * 7 + .random(in: 0..<3, using: &random))
                let length = Int.random(in: 1...12, using: &random)
                off.append(("run \(week)", first.description, first.adding(days: length - 1).description))
                if Bool.random(using: &random) { makeUp.append(first.adding(days: length).description) }
            }
            notices.append(
                try CalendarFixture.notice(
                    "notice-\(index)",
                    place: place,
                    years: [2025, 2026],
                    off: off,
                    makeUp: makeUp
                )
            )
        }
        return try WorkingCalendar(notices)
    }
}
