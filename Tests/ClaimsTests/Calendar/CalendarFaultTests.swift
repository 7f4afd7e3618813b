import Claims
import Testing

struct CalendarFaultTests {
    struct Wrong: CustomTestStringConvertible {
        let testDescription: String
        let entry: CalendarFault.Entry
        let says: String
        let make: @Sendable () throws -> CalendarNotice

        init(
            _ name: String,
            _ entry: CalendarFault.Entry,
            _ says: String,
            _ make: @escaping @Sendable () throws -> CalendarNotice
        ) {
            testDescription = name
            self.entry = entry
            self.says = says
            self.make = make
        }
    }

    static let within: [Wrong] = [
        Wrong("ends before it begins", .daysOff(1), "B ends on 2025-05-01, before it begins on 2025-05-05") {
            try CalendarFixture.notice(
                "n",
                off: [("A", "2025-01-01", "2025-01-01"), ("B", "2025-05-05", "2025-05-01")]
            )
        },
        Wrong("far too long", .daysOff(0), "A is 158 days long, expected at most 31") {
            try CalendarFixture.notice("n", off: [("A", "2025-05-01", "2025-10-05")])
        },
        Wrong("off twice", .daysOff(1), "Wed 2025-10-01 is off twice, in A and in B") {
            try CalendarFixture.notice(
                "n",
                off: [("A", "2025-09-30", "2025-10-01"), ("B", "2025-10-01", "2025-10-02")]
            )
        },
        Wrong("off and worked", .makeUpDay(1), "Sun 2025-05-04 is a day off (A) and a make-up day") {
            try CalendarFixture.notice(
                "n",
                off: [("A", "2025-05-01", "2025-05-05")],
                makeUp: ["2025-04-27", "2025-05-04"]
            )
        },
        Wrong("worked twice", .makeUpDay(1), "Sun 2025-04-27 stands twice") {
            try CalendarFixture.notice("n", makeUp: ["2025-04-27", "2025-04-27"])
        },
        Wrong("a run that leaves the years", .daysOff(0), "Thu 2026-01-01 lies outside the years") {
            try CalendarFixture.notice("n", off: [("A", "2025-12-31", "2026-01-01")])
        },
        Wrong("a make-up day outside the years", .makeUpDay(0), "Sat 2024-04-27 lies outside the years") {
            try CalendarFixture.notice("n", makeUp: ["2024-04-27"])
        },
        Wrong("no years", .notice, "no year is covered") { try CalendarFixture.notice("n", years: []) },
        Wrong("supersedes itself", .notice, "the notice supersedes itself") {
            try CalendarFixture.notice("n", supersedes: ["m", "n"])
        },
    ]

    @Test(arguments: within)
    func `a notice that contradicts itself is refused with the entry at fault`(wrong: Wrong) throws {
        let fault = try #require(calendarFault(wrong.make))
        #expect(fault.entry == wrong.entry)
        #expect(fault.message.contains(wrong.says), "\(fault)")
        #expect(fault.description.hasPrefix("n (version 1): "))
        #expect(!fault.remedy.isEmpty)
    }

    @Test func `a place belongs to a local notice and to no other`() throws {
        let date = try civil("2025-01-01")
        for (scope, place) in [(CalendarNotice.Scope.local, nil), (.national, "lhasa")] {
            let fault = calendarFault {
                try CalendarNotice(
                    id: "n",
                    version: "1",
                    scope: scope,
                    place: place,
                    issuer: "i",
                    document: "d",
                    issuedOn: date,
                    years: [2025],
                    daysOff: [],
                    makeUpDays: []
                )
            }
            #expect(fault?.kind == .placeAndScope)
        }
    }

    @Test func `one id on two different notices is refused`() throws {
        for other in [try CalendarFixture.lhasa2025(version: "2"), try CalendarFixture.lhasa2025(last: "2025-03-05")] {
            let fault = calendarFault { try WorkingCalendar([CalendarFixture.lhasa2025(), other]) }
            #expect(fault?.kind == .idTwice)
            #expect(fault?.notices == [.init(id: "lhasa-2025", version: "1"), other.noticeVersion])
        }
    }

    @Test func `two notices of one scope that contradict on a day are refused unless one supersedes the other`() throws
    {
        for place in [nil, "lhasa"] {
            let off = try CalendarFixture.notice("a", place: place, off: [("A", "2025-03-01", "2025-03-02")])
            let worked = try CalendarFixture.notice("b", place: place, makeUp: ["2025-03-02"])
            let fault = calendarFault { try WorkingCalendar([worked, off]) }
            #expect(fault?.kind == .contradict(try civil("2025-03-02")))
            #expect(fault?.notices.map(\.id) == ["a", "b"])
            let newer = try CalendarFixture.notice("b", place: place, makeUp: ["2025-03-02"], supersedes: ["a"])
            #expect(try WorkingCalendar([newer, off]).isWorking(civil("2025-03-02")))
        }
    }

    @Test func `a nation and a place may differ on a day`() throws {
        let off = try CalendarFixture.notice("a", off: [("A", "2025-03-01", "2025-03-02")])
        let worked = try CalendarFixture.notice("b", place: "lhasa", makeUp: ["2025-03-02"])
        #expect(try WorkingCalendar([worked, off]).isWorking(civil("2025-03-02")))
    }

    @Test func `notices of two places are no calendar`() throws {
        let other = try CalendarFixture.notice("shigatse-2025", place: "shigatse")
        let fault = calendarFault { try WorkingCalendar([other, CalendarFixture.lhasa2025()]) }
        #expect(fault?.kind == .placesDiffer("lhasa", "shigatse"))
    }

    @Test func `notices supersede neither each other nor one of the other scope`() throws {
        let a = try CalendarFixture.notice("a", supersedes: ["c"])
        let b = try CalendarFixture.notice("b", supersedes: ["a"])
        let c = try CalendarFixture.notice("c", supersedes: ["b"])
        #expect(calendarFault { try WorkingCalendar([a, b, c]) }?.kind == .supersedeEachOther)
        let local = try CalendarFixture.notice("d", place: "lhasa", supersedes: ["a"])
        #expect(calendarFault { try WorkingCalendar([a, local]) }?.kind == .supersedesOtherScope)
    }
}
