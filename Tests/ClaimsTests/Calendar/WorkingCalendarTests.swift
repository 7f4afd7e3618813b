import Claims
import Testing

struct WorkingCalendarTests {
    @Test(arguments: [
        // The reference's counts.
        ("2025-02-09", "2025-04-30", 58, 54), ("2025-01-01", "2025-12-31", 248, 244),
        ("2026-01-01", "2026-12-31", 248, 245),
        // One day, and none.
        ("2025-04-27", "2025-04-27", 1, 1), ("2025-02-27", "2025-02-27", 1, 0), ("2025-02-10", "2025-02-09", 0, 0),
    ])
    func `working days are counted as the reference has them`(
        first: String,
        last: String,
        nation: Int,
        lhasa: Int
    ) throws {
        let (first, last) = (try civil(first), try civil(last))
        #expect(try CalendarFixture.nation().workingDays(from: first, through: last) == nation)
        #expect(try CalendarFixture.lhasa().workingDays(from: first, through: last) == lhasa)
    }

    @Test func `each day says which notice decides, local days off first`() throws {
        let losar = NoticeVersion(id: "lhasa-2025", version: "1")
        let losar26 = NoticeVersion(id: "lhasa-2026", version: "1")
        let nation = NoticeVersion(id: "national-2025", version: "1")
        let table: [(String, DayRuling)] = [
            ("2025-02-26", .weekday), ("2025-02-27", .localDayOff(losar, name: "Losar")),
            ("2025-03-01", .localDayOff(losar, name: "Losar")), ("2025-03-05", .weekday),
            ("2025-02-08", .makeUpDay(nation)), ("2025-02-09", .weekend), ("2025-04-27", .makeUpDay(nation)),
            ("2025-05-03", .nationalDayOff(nation, name: "Labour Day")),
            // Both notices have it: the local one is named.
            ("2026-02-14", .makeUpDay(losar26)), ("2026-02-20", .localDayOff(losar26, name: "Losar")),
        ]
        let calendar = try CalendarFixture.lhasa()
        for (text, ruling) in table { #expect(calendar.ruling(on: try civil(text)) == ruling, "\(text)") }
    }

    @Test func `a local day off stands above a national make-up day, a local make-up day above a national day off`()
        throws
    {
        let local = try CalendarFixture.notice(
            "local",
            place: "somewhere",
            off: [("Festival", "2025-04-27", "2025-04-27")],
            makeUp: ["2025-05-02"]
        )
        let calendar = try WorkingCalendar([CalendarFixture.national2025(), local])
        #expect(
            calendar.ruling(on: try civil("2025-04-27")) == .localDayOff(local.noticeVersion, name: "Festival")
        )
        #expect(calendar.ruling(on: try civil("2025-05-02")) == .makeUpDay(local.noticeVersion))
    }

    @Test func `several local notices of one year add up, and a later one is named where both say the same`() throws {
        let shoton = try CalendarFixture.notice(
            "a-made-up",
            place: "lhasa",
            issuedOn: "2025-08-01",
            off: [("Made-up festival", "2025-08-25", "2025-08-26"), ("Again", "2025-03-04", "2025-03-04")]
        )
        let calendar = try WorkingCalendar([shoton, CalendarFixture.national2025(), CalendarFixture.lhasa2025()])
        #expect(calendar.notices.map(\.id) == ["national-2025", "a-made-up", "lhasa-2025"])
        #expect(!calendar.isWorking(try civil("2025-02-27")))
        #expect(!calendar.isWorking(try civil("2025-08-25")))
        #expect(calendar.ruling(on: try civil("2025-03-04")).notice?.id == "a-made-up")
        let year = try (civil("2025-01-01"), civil("2025-12-31"))
        #expect(calendar.workingDays(from: year.0, through: year.1) == 242)
    }

    @Test func `a notice that supersedes another replaces it as a whole`() throws {
        let newer = try CalendarFixture.notice(
            "lhasa-2025-b",
            place: "lhasa",
            issuedOn: "2025-02-20",
            off: [("Losar", "2025-02-28", "2025-03-05")],
            makeUp: ["2025-02-27"],
            supersedes: ["lhasa-2025", "never-seen"]
        )
        let calendar = try WorkingCalendar([newer, CalendarFixture.lhasa2025()])
        #expect(calendar.notices.map(\.id) == ["lhasa-2025-b"])
        #expect(calendar.superseded.map(\.id) == ["lhasa-2025"])
        #expect(calendar.isWorking(try civil("2025-02-27")))
        #expect(!calendar.isWorking(try civil("2025-03-05")))
        let newest = try CalendarFixture.notice("lhasa-2025-c", place: "lhasa", supersedes: ["lhasa-2025-b"])
        let latest = try WorkingCalendar([CalendarFixture.lhasa2025(), newer, newest])
        #expect(latest.notices.map(\.id) == ["lhasa-2025-c"], "what was replaced does not come back")
    }

    @Test func `the same notice twice counts once, and order does not matter`() throws {
        let notices = try [
            CalendarFixture.national2025(), CalendarFixture.lhasa2025(), CalendarFixture.national2026(),
            CalendarFixture.lhasa2026(),
        ]
        let calendar = try WorkingCalendar(notices)
        #expect(try WorkingCalendar(notices.reversed() + notices) == calendar)
        #expect(calendar.notices.count == 4)
    }

    @Test func `without notices only weekends are known`() throws {
        let (first, last) = (try civil("2025-01-01"), try civil("2025-12-31"))
        #expect(WorkingCalendar.weekendsOnly.workingDays(from: first, through: last) == 261)
        #expect(try WorkingCalendar([]) == .weekendsOnly)
    }
}

struct WeekdayTests {
    @Test(arguments: [
        ("1970-01-01", Weekday.thursday), ("1969-12-31", .wednesday), ("2025-02-09", .sunday), ("2025-02-10", .monday),
        ("2025-04-30", .wednesday), ("2000-02-29", .tuesday), ("0001-01-01", .monday), ("9999-12-31", .friday),
    ])
    func `known days have their weekday`(text: String, weekday: Weekday) throws {
        #expect(try civil(text).weekday == weekday)
    }

    @Test func `days are added across years and stop at the ends`() throws {
        #expect(try civil("2024-12-31").adding(days: 60) == civil("2025-03-01"))
        #expect(try civil("2025-03-01").adding(days: -60) == civil("2024-12-31"))
        #expect(try civil("2025-03-01").adding(days: .max) == civil("9999-12-31"))
        #expect(try civil("2025-03-01").adding(days: .min) == civil("0001-01-01"))
    }
}
