import Claims
import Testing

struct CivilDateTests {
    @Test func `every day of a 400-year cycle goes to its number and back and follows the day before`() throws {
        var expected = try #require(CivilDate(year: 1800, month: 1, day: 1))
        let last = try #require(CivilDate(year: 2200, month: 12, day: 31))
        var mistakes = 0
        for number in expected.daysSince1970...last.daysSince1970 {
            let date = CivilDate(daysSince1970: number)
            if date != expected || date.daysSince1970 != number { mistakes += 1 }
            expected = Self.dayAfter(expected) ?? expected
        }
        #expect(mistakes == 0)
    }

    @Test func `the ends of February and of the year hold in every year from 0001 to 9999`() throws {
        var days = 0
        for year in 1...9999 {
            let isLeap = CivilDate(year: year, month: 2, day: 29) != nil
            let newYear = try #require(CivilDate(year: year, month: 1, day: 1))
            let february = try #require(CivilDate(year: year, month: 2, day: 28))
            let march = try #require(CivilDate(year: year, month: 3, day: 1))
            let newYearsEve = try #require(CivilDate(year: year, month: 12, day: 31))
            for date in [newYear, february, march, newYearsEve]
            where CivilDate(daysSince1970: date.daysSince1970) != date {
                Issue.record("\(date) does not come back")
            }
            if newYear.daysSince1970 != days - 719_162 { Issue.record("\(year) begins on the wrong day") }
            if march.daysSince1970 - february.daysSince1970 != (isLeap ? 2 : 1) { Issue.record("February of \(year)") }
            days += isLeap ? 366 : 365
            if newYearsEve.daysSince1970 != days - 719_163 { Issue.record("\(year) ends on the wrong day") }
        }
        #expect(days == 3_652_059)
    }

    @Test func `a day reads back from both of its written forms`() {
        for number in stride(from: -719_162, through: 2_932_896, by: 97) {
            let date = CivilDate(daysSince1970: number)
            #expect(CivilDate(date.description) == date)
            #expect(CivilDate(date.description.filter { $0 != "-" }) == date)
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2025-02-09", 20_128), ("2025-04-30", 20_208),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896), ("1900-03-01", -25_508),
    ])
    func `known days have their known numbers`(text: String, number: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == number)
        #expect(CivilDate(daysSince1970: number).description == text)
    }

    @Test(arguments: ["2024-02-29", "2000-02-29", "1600-02-29", "0004-02-29", "9996-02-29"])
    func `leap days exist`(text: String) {
        #expect(CivilDate(text)?.day == 29)
    }

    @Test(arguments: [
        "2025-02-29", "1900-02-29", "2100-02-29", "2025-02-30", "2025-04-31", "2025-06-31", "2025-09-31", "2025-11-31",
        "2025-01-32", "2025-01-00", "2025-00-01", "2025-13-01", "0000-01-01", "20250229",
    ])
    func `days that do not exist are refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(arguments: [
        "", "2025", "2025-4-30", "2025-04-3", "25-04-30", "2025/04/30", "2025-0430", "202504-30", "2025-04-30 ",
        " 2025-04-30", "2025-04-30T00:00:00Z", "+025-04-30", "-025-04-30", "2025-04-３０", "長期", "2025-04-3O",
        "12025-04-30", "٢٠٢٥٠٤٣٠", "2025--4-30", "\0\0\0\0\0\0\0\0",
    ])
    func `other forms are refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(arguments: [(0, 1, 1), (10_000, 1, 1), (2025, 0, 1), (2025, 13, 1), (2025, 1, 0), (2025, 1, 32)])
    func `numbers that name no day are refused`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func `extreme numbers are refused, not trapped on`() {
        #expect(CivilDate(year: .max, month: .max, day: .max) == nil)
        #expect(CivilDate(year: .min, month: .min, day: .min) == nil)
        #expect(CivilDate(daysSince1970: .min).description == "0001-01-01")
        #expect(CivilDate(daysSince1970: .max).description == "9999-12-31")
    }

    @Test func `days are ordered as the calendar has them`() {
        let texts = ["0001-01-01", "2024-12-31", "2025-01-01", "2025-01-31", "2025-02-01", "2025-02-02", "9999-12-31"]
        let dates = texts.compactMap { CivilDate($0) }
        #expect(dates.count == texts.count)
        for (left, right) in zip(dates, dates.dropFirst()) {
            #expect(left < right)
            #expect(!(right < left))
        }
    }

    /// The next day, by counting as people do: this must not share arithmetic with the code under test.
    private static func dayAfter(_ date: CivilDate) -> CivilDate? {
        CivilDate(year: date.year, month: date.month, day: date.day + 1)
            ?? CivilDate(year: date.year, month: date.month + 1, day: 1)
            ?? CivilDate(year: date.year + 1, month: 1, day: 1)
    }
}
