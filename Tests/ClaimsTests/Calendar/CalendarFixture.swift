import Claims
import Testing

/// A day that a test knows to exist.
func civil(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> CivilDate {
    try #require(CivilDate(text), sourceLocation: location)
}

/// The notices of 2025 and 2026 as the reference has them, written without the files.
enum CalendarFixture {
    typealias Run = (name: String, first: String, last: String)

    static func notice(
        _ id: String,
        version: String = "1",
        place: String? = nil,
        issuedOn: String = "2024-11-12",
        years: [Int] = [2025],
        off: [Run] = [],
        makeUp: [String] = [],
        outside: [String] = [],
        supersedes: [String] = [],
        note: String = ""
    ) throws -> CalendarNotice {
        try CalendarNotice(
            id: id,
            version: version,
            scope: place == nil ? .national : .local,
            place: place,
            issuer: "issuer",
            document: "document",
            issuedOn: try civil(issuedOn),
            years: years,
            daysOff: try off.map { .init(name: $0.name, first: try civil($0.first), last: try civil($0.last)) },
            makeUpDays: try makeUp.map { try civil($0) },
            outsideYears: try outside.map { try civil($0) },
            supersedes: supersedes,
            note: note
        )
    }

    static func national2025() throws -> CalendarNotice {
        try notice(
            "national-2025",
            off: [
                ("New Year", "2025-01-01", "2025-01-01"), ("Spring Festival", "2025-01-28", "2025-02-04"),
                ("Qingming", "2025-04-04", "2025-04-06"), ("Labour Day", "2025-05-01", "2025-05-05"),
                ("Dragon Boat", "2025-05-31", "2025-06-02"), ("National Day", "2025-10-01", "2025-10-08"),
            ],
            makeUp: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
        )
    }

    static func national2026() throws -> CalendarNotice {
        try notice(
            "national-2026",
            issuedOn: "2025-11-04",
            years: [2026],
            off: [
                ("New Year", "2026-01-01", "2026-01-03"), ("Spring Festival", "2026-02-15", "2026-02-23"),
                ("Qingming", "2026-04-04", "2026-04-06"), ("Labour Day", "2026-05-01", "2026-05-05"),
                ("Dragon Boat", "2026-06-19", "2026-06-21"), ("Mid-Autumn", "2026-09-25", "2026-09-27"),
                ("National Day", "2026-10-01", "2026-10-07"),
            ],
            makeUp: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
        )
    }

    static func lhasa2025(version: String = "1", last: String = "2025-03-04") throws -> CalendarNotice {
        try notice(
            "lhasa-2025",
            version: version,
            place: "lhasa",
            issuedOn: "2025-02-11",
            off: [("Losar", "2025-02-27", last)]
        )
    }

    static func lhasa2026() throws -> CalendarNotice {
        try notice(
            "lhasa-2026",
            place: "lhasa",
            issuedOn: "2026-01-28",
            years: [2026],
            off: [("Losar", "2026-02-15", "2026-02-26")],
            makeUp: ["2026-02-14", "2026-02-28"]
        )
    }

    static func nation() throws -> WorkingCalendar { try WorkingCalendar([national2025(), national2026()]) }

    static func lhasa() throws -> WorkingCalendar {
        try WorkingCalendar([lhasa2026(), national2025(), lhasa2025(), national2026()])
    }
}

/// The fault that the body throws; fails the test when it throws nothing or something else.
func calendarFault(_ body: () throws -> some Any) -> CalendarFault? {
    do {
        _ = try body()
        Issue.record("nothing was thrown")
        return nil
    } catch {
        if !(error is CalendarFault) { Issue.record("thrown: \(error)") }
        return error as? CalendarFault
    }
}
