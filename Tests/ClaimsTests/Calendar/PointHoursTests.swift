import Claims
import Testing

struct PointHoursTests {
    @Test(arguments: [
        ("2025-02-10T09:29:59.999+08:00", PointHours.State.outsideHours), ("2025-02-10T09:30:00+08:00", .open),
        ("2025-02-10T17:59:59.999+08:00", .open), ("2025-02-10T18:00:00+08:00", .outsideHours),
        ("2025-02-10T00:00:00+08:00", .outsideHours), ("2025-02-10T01:30:00Z", .open),
        // Monday at UTC+8, still Sunday in Greenwich.
        ("2025-02-09T16:00:00Z", .outsideHours),
        // The window's first day is a Sunday.
        ("2025-02-09T10:00:00+08:00", .closedDay(.weekend)),
        ("2025-02-27T10:00:00+08:00", .closedDay(.localDayOff(.init(id: "lhasa-2025", version: "1"), name: "Losar"))),
        // A make-up Sunday is worked.
        ("2025-04-27T10:00:00+08:00", .open),
    ])
    func `a point is open from 9-30 until 18-00 on working days`(time: String, state: PointHours.State) throws {
        let hours = try #require(PointHours(from: "9:30", to: "18:00"))
        #expect(hours == PointHours(from: 570, to: 1_080))
        #expect(hours.state(at: try #require(Timestamp(time)), try CalendarFixture.lhasa()) == state)
    }

    @Test func `hours read back from what they print`() throws {
        let hours = try #require(PointHours(from: "09:05", to: "24:00"))
        #expect(hours.description == "9:05–24:00")
        #expect(hours == PointHours(from: "9:05", to: "24:00"))
    }

    @Test(arguments: [
        ("18:00", "9:30"), ("9:30", "9:30"), ("9:60", "18:00"), ("9:30", "24:01"), ("-1:00", "18:00"), ("9", "18:00"),
        ("9:3", "18:00"), ("009:30", "18:00"), (":30", "18:00"), ("９:30", "18:00"), ("9:30:00", "18:00"), ("", ""),
    ])
    func `other hours are refused`(from: String, to: String) {
        #expect(PointHours(from: from, to: to) == nil)
    }

    @Test(arguments: [(-1, 10), (10, 10), (11, 10), (0, 1_441), (Int.min, Int.max)])
    func `minutes outside the day are refused`(from: Int, to: Int) {
        #expect(PointHours(from: from, to: to) == nil)
    }

    @Test(arguments: [
        ("1969-12-31T23:59:59.999Z", 479), ("1970-01-01T00:00:00Z", 480), ("2025-02-09T15:59:59.999Z", 1_439),
        ("2025-02-09T16:00:00Z", 0),
    ])
    func `the minute of the day is taken at UTC+8, before 1970 too`(time: String, minute: Int) throws {
        #expect(try #require(Timestamp(time)).minuteOfDay() == minute)
    }
}
