/// One notice about holidays, as data: which days are off and which weekend days are worked to make up for them.
///
/// A government publishes each by itself, often weeks ahead only, and may replace it; so a calendar is made of notices
/// and names the versions it used. A value holds no contradiction within itself; `WorkingCalendar` looks for those
/// between notices.
package struct CalendarNotice: Equatable, Sendable {
    package enum Scope: String, CaseIterable, Sendable {
        case national
        case local
    }

    /// A named run of days off, both ends included.
    package struct DaysOff: Equatable, Sendable {
        package let name: String
        package let first: CivilDate
        package let last: CivilDate

        package init(name: String, first: CivilDate, last: CivilDate) {
            self.name = name
            self.first = first
            self.last = last
        }

        /// How many days, weekends among them.
        package var count: Int { last.daysSince1970 - first.daysSince1970 + 1 }
    }

    /// Longer runs are taken for a slip of the pen; the longest known one is 12 days (Losar and Spring Festival 2026).
    package static let longestRun = 31

    package let id: String
    package let version: String
    package let scope: Scope
    /// For whom a local notice is, `lhasa`; nil for a national one. One calendar holds local notices of one place.
    package let place: String?
    package let issuer: String
    /// Title or number of the document.
    package let document: String
    package let issuedOn: CivilDate
    /// The years it speaks for, ascending. A national notice makes deadlines in them assured.
    package let years: [Int]
    package let daysOff: [DaysOff]
    /// Days that are worked although they are a weekend's, ascending.
    package let makeUpDays: [CivilDate]
    /// Days it sets although they lie outside its years, as the New Year's run of 2019 that began in December 2018.
    package let outsideYears: [CivilDate]
    /// Ids of notices of the same scope that this one replaces as a whole.
    package let supersedes: [String]
    /// What is assumed or unknown.
    package let note: String

    package var noticeVersion: NoticeVersion { NoticeVersion(id: id, version: version) }

    /// Throws when a run ends before it begins or is longer than `longestRun`, when a day stands twice or is both off
    /// and worked, when one lies outside `years` and is not in `outsideYears`, when it supersedes itself, when `years`
    /// is empty, and when place and scope do not fit.
    package init(
        id: String,
        version: String,
        scope: Scope,
        place: String? = nil,
        issuer: String,
        document: String,
        issuedOn: CivilDate,
        years: [Int],
        daysOff: [DaysOff],
        makeUpDays: [CivilDate],
        outsideYears: [CivilDate] = [],
        supersedes: [String] = [],
        note: String = ""
    ) throws(CalendarFault) {
        self.id = id
        self.version = version
        self.scope = scope
        self.place = place
        self.issuer = issuer
        self.document = document
        self.issuedOn = issuedOn
        self.years = Set(years).sorted()
        self.daysOff = daysOff
        self.makeUpDays = makeUpDays.sorted()
        self.outsideYears = Set(outsideYears).sorted()
        self.supersedes = Set(supersedes).sorted()
        self.note = note
        func fault(_ kind: CalendarFault.Kind, _ entry: CalendarFault.Entry = .notice) -> CalendarFault {
            CalendarFault(kind, of: [noticeVersion], entry)
        }
        if years.isEmpty { throw fault(.noYears) }
        if (place == nil) != (scope == .national) { throw fault(.placeAndScope) }
        if supersedes.contains(id) { throw fault(.supersedesItself) }
        try Self.check(daysOff, makeUpDays, covered: Set(years), outside: Set(outsideYears), fault)
    }

    /// Whether it has a say on the days from `first` to `last`: it speaks for one of their years or sets one of them.
    package func covers(from first: CivilDate, through last: CivilDate) -> Bool {
        years.contains { first.year <= $0 && $0 <= last.year } || outsideYears.contains { first <= $0 && $0 <= last }
    }

    private static func check(
        _ daysOff: [DaysOff],
        _ makeUpDays: [CivilDate],
        covered: Set<Int>,
        outside: Set<CivilDate>,
        _ fault: (CalendarFault.Kind, CalendarFault.Entry) -> CalendarFault
    ) throws(CalendarFault) {
        var off: [CivilDate: String] = [:]
        for (index, run) in daysOff.enumerated() {
            let entry = CalendarFault.Entry.daysOff(index)
            if run.last < run.first { throw fault(.endsBeforeItBegins(run), entry) }
            if run.count > longestRun { throw fault(.tooLong(run), entry) }
            for day in run.first.through(run.last) {
                if let other = off.updateValue(run.name, forKey: day) {
                    throw fault(.offTwice(day, other, run.name), entry)
                }
                if !covered.contains(day.year), !outside.contains(day) { throw fault(.outsideYears(day), entry) }
            }
        }
        var worked: Set<CivilDate> = []
        for (index, day) in makeUpDays.enumerated() {
            let entry = CalendarFault.Entry.makeUpDay(index)
            if !worked.insert(day).inserted { throw fault(.makeUpTwice(day), entry) }
            if let name = off[day] { throw fault(.offAndMakeUp(day, name), entry) }
            if !covered.contains(day.year), !outside.contains(day) { throw fault(.outsideYears(day), entry) }
        }
    }
}

extension CivilDate {
    /// The days from this one to `last`, both included; none when `last` lies before.
    func through(_ last: CivilDate) -> some Sequence<CivilDate> {
        (daysSince1970..<max(daysSince1970, last.daysSince1970 + 1)).lazy.map { CivilDate(daysSince1970: $0) }
    }
}
