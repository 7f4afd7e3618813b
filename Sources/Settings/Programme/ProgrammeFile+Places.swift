import Claims

// Where claims are made, by which calendars, and what people are told.

extension ProgrammeFile {
    private enum TitleKeys: String, SettingsKey {
        case chinese = "zh-CN"
        case tibetan = "bo"
        case english = "en"
    }

    private enum PointKeys: String, SettingsKey {
        case id, title, hours
    }

    private enum HoursKeys: String, SettingsKey {
        case from, to
    }

    private enum CampaignKeys: String, SettingsKey {
        case id, title
    }

    /// By language code, in every language of the page.
    static var title: Reading<[String: String]> {
        .mapping(TitleKeys.self) { (keys) throws(KioskError) in
            var title: [String: String] = [:]
            for key in TitleKeys.allCases { title[key.rawValue] = try keys.required(key, .text(1...120)) }
            return title
        }
    }

    static var points: Reading<[Programme.Point]> {
        let point = Reading<Programme.Point>.mapping(PointKeys.self) { (keys) throws(KioskError) in
            Programme.Point(
                id: try keys.required(.id, name),
                title: try keys.required(.title, title),
                hours: try keys.required(.hours, hours)
            )
        }
        return .list(1...64, of: point, uniqueBy: \.id) { "the point \($0.id)" }
    }

    private static var hours: Reading<PointHours> {
        .mapping(HoursKeys.self) { (keys) throws(KioskError) in
            let minute = Reading<Int>.parsed("a time of day as \"9:30\"") { PointHours.minute($0) }
            let from = try keys.required(.from, minute)
            let to = try keys.required(.to, minute)
            guard let hours = PointHours(from: from, to: to) else {
                throw keys.place(of: .to).fault(
                    .configContradiction,
                    "the point closes before or when it opens, so it has no hours",
                    remedy: "Make `to` later than `from`; a point that is never open is left out."
                )
            }
            return hours
        }
    }

    /// Ids of notices, or beginnings of ids with `*`, as `CalendarFolder` takes them.
    static var calendars: Reading<[String]> {
        let id = Reading<String>.parsed("a calendar's id such as national-2025, or the beginning of ids as lhasa-*") {
            isName($0.hasSuffix("*") ? $0.dropLast() : $0[...]) ? $0 : nil
        }
        return .list(0...32, of: id, uniqueBy: \.self) { "the calendar \($0)" }
    }

    static var campaign: Reading<Programme.Campaign> {
        .mapping(CampaignKeys.self) { (keys) throws(KioskError) in
            Programme.Campaign(id: try keys.required(.id, name), title: try keys.required(.title, title))
        }
    }
}
