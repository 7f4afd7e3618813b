/// Why notices cannot be a calendar: they say two things that cannot both be meant.
package struct CalendarFault: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        // Within one notice.
        case noYears
        case placeAndScope
        case endsBeforeItBegins(CalendarNotice.DaysOff)
        case tooLong(CalendarNotice.DaysOff)
        case offTwice(CivilDate, String, String)
        case makeUpTwice(CivilDate)
        case offAndMakeUp(CivilDate, String)
        case outsideYears(CivilDate)
        case supersedesItself
        // Between two notices, in the order of `notices`.
        case idTwice
        case placesDiffer(String, String)
        /// The first says off, the second says worked.
        case contradict(CivilDate)
        case supersedesOtherScope
        case supersedeEachOther
        case changedWithoutVersion
    }

    /// What of a notice is at fault, counted as it was given.
    package enum Entry: Equatable, Sendable {
        case notice
        case daysOff(Int)
        case makeUpDay(Int)
    }

    package let kind: Kind
    /// One notice, or the two that disagree.
    package let notices: [NoticeVersion]
    package let entry: Entry

    init(_ kind: Kind, of notices: [NoticeVersion], _ entry: Entry = .notice) {
        self.kind = kind
        self.notices = notices
        self.entry = entry
    }

    /// With the notices it is about.
    package var description: String {
        "\(notices.map(\.description).joined(separator: " and ")): \(message)"
    }

    /// English, for technicians; without the notices' names.
    package var message: String {
        switch kind {
        case .noYears: "no year is covered"
        case .placeAndScope: "a local notice names its place, and a national one names none"
        case .endsBeforeItBegins(let run): "\(run.name) ends on \(run.last), before it begins on \(run.first)"
        case .tooLong(let run):
            "\(run.name) is \(run.count) days long, expected at most \(CalendarNotice.longestRun)"
        case .offTwice(let day, let first, let second): "\(Self.named(day)) is off twice, in \(first) and in \(second)"
        case .makeUpTwice(let day): "\(Self.named(day)) stands twice among the make-up days"
        case .offAndMakeUp(let day, let name): "\(Self.named(day)) is a day off (\(name)) and a make-up day"
        case .outsideYears(let day): "\(Self.named(day)) lies outside the years the notice covers"
        case .supersedesItself: "the notice supersedes itself"
        case .idTwice: "the same id stands on two notices with different content"
        case .placesDiffer(let first, let second): "local notices of two places, \(first) and \(second)"
        case .contradict(let day):
            "the first has \(Self.named(day)) as a day off, the second as a make-up working day"
        case .supersedesOtherScope: "the first supersedes the second, but one is national and the other local"
        case .supersedeEachOther: "each supersedes the other"
        case .changedWithoutVersion: "the content changed and the version did not"
        }
    }

    /// What a technician can do about it.
    package var remedy: String {
        switch kind {
        case .noYears: "Name the years the notice speaks for."
        case .placeAndScope: "Add `place:` to a local notice; delete it from a national one."
        case .endsBeforeItBegins: "Swap the two days, or correct month and year."
        case .tooLong: "Correct month and year of its ends."
        case .offTwice: "Write each day once; two festivals that meet are one run with both names."
        case .makeUpTwice: "Keep one of the two."
        case .offAndMakeUp: "Compare with the notice's text and keep one of the two."
        case .outsideYears: "Correct the year; a day that the notice really sets there also goes under `outsideYears`."
        case .supersedesItself: "Name the ids of older notices, or give the new text of this one a new version."
        case .idTwice: "Keep the newer version, or give the second notice an id of its own."
        case .placesDiffer: "Name the notices of one place, with those of the nation."
        case .contradict:
            "If the newer one replaces the older, name the older under its `supersedes`; else correct one."
        case .supersedesOtherScope: "A local notice stands above the national one without superseding it."
        case .supersedeEachOther: "Let only the newer one name the older."
        case .changedWithoutVersion: "Give the changed notice a new version: deadlines name the versions they used."
        }
    }

    private static func named(_ day: CivilDate) -> String { "\(day.weekday) \(day)" }
}
