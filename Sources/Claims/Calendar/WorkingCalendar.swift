/// Which days are worked: what all notices of one place say together.
///
/// Order of decision for a day: local day off, not worked; else a local or national make-up day, worked; else
/// national day off, not worked; else Monday to Friday, worked. Source: the programme's reading of the notices;
/// the order lets a local notice give its people more days off and never fewer by accident.
package struct WorkingCalendar: Equatable, Sendable {
    private struct Run: Equatable, Sendable {
        let notice: NoticeVersion
        let name: String
    }

    /// Those in force: national ones first, then by id.
    package let notices: [CalendarNotice]
    /// Those that another notice of this calendar replaces; no day of theirs counts.
    package let superseded: [NoticeVersion]
    private let localOff: [CivilDate: Run]
    private let nationalOff: [CivilDate: Run]
    private let makeUp: [CivilDate: NoticeVersion]
    private let nationalYears: Set<Int>

    /// Knows weekends only; no deadline of it is assured.
    package static let weekendsOnly = WorkingCalendar()

    private init() {
        notices = []
        superseded = []
        localOff = [:]
        nationalOff = [:]
        makeUp = [:]
        nationalYears = []
    }

    /// The same notice twice counts once. Throws when an id stands on two different notices, when local notices are of
    /// two places, when two notices of one scope contradict each other on a day and neither supersedes the other, and
    /// when notices supersede one of the other scope or each other.
    package init(_ given: [CalendarNotice]) throws(CalendarFault) {
        var byID: [String: CalendarNotice] = [:]
        for notice in given {
            if let other = byID.updateValue(notice, forKey: notice.id), other != notice {
                throw CalendarFault(.idTwice, of: [other.noticeVersion, notice.noticeVersion])
            }
        }
        let all = byID.values.sorted { ($0.scope == .local ? 1 : 0, $0.id) < ($1.scope == .local ? 1 : 0, $1.id) }
        try Self.checkPlaces(all)
        let replaced = try Self.superseded(byID, all)
        notices = all.filter { !replaced.contains($0.id) }
        superseded = all.filter { replaced.contains($0.id) }.map(\.noticeVersion)

        // Where two notices say the same of a day, the one issued later is named.
        let inOrder = notices.sorted { ($0.issuedOn, $0.id) < ($1.issuedOn, $1.id) }
        let (local, localWorked) = try Self.days(of: inOrder.filter { $0.scope == .local })
        let (national, nationalWorked) = try Self.days(of: inOrder.filter { $0.scope == .national })
        localOff = local
        nationalOff = national
        makeUp = nationalWorked.merging(localWorked) { _, local in local }
        nationalYears = Set(notices.filter { $0.scope == .national }.flatMap(\.years))
    }

    package func ruling(on day: CivilDate) -> DayRuling {
        if let run = localOff[day] { return .localDayOff(run.notice, name: run.name) }
        if let notice = makeUp[day] { return .makeUpDay(notice) }
        if let run = nationalOff[day] { return .nationalDayOff(run.notice, name: run.name) }
        return day.weekday.isWeekend ? .weekend : .weekday
    }

    package func isWorking(_ day: CivilDate) -> Bool { ruling(on: day).isWorking }

    /// How many days from `first` to `last`, both included, are worked.
    package func workingDays(from first: CivilDate, through last: CivilDate) -> Int {
        first.through(last).count { isWorking($0) }
    }

    /// The notices in force that have a say on the days from `first` to `last`.
    package func notices(from first: CivilDate, through last: CivilDate) -> [NoticeVersion] {
        notices.filter { $0.covers(from: first, through: last) }.map(\.noticeVersion)
    }

    /// The years of the days from `first` to `last` that no national notice covers: there only weekends are known.
    package func yearsWithoutNotice(from first: CivilDate, through last: CivilDate) -> [Int] {
        first.year <= last.year ? (first.year...last.year).filter { !nationalYears.contains($0) } : []
    }

    private static func checkPlaces(_ notices: [CalendarNotice]) throws(CalendarFault) {
        let local = notices.filter { $0.scope == .local }
        guard let first = local.first, let other = local.first(where: { $0.place != first.place }) else { return }
        throw CalendarFault(
            .placesDiffer(first.place ?? "", other.place ?? ""),
            of: [first.noticeVersion, other.noticeVersion]
        )
    }

    /// A replaced notice stays replaced when the one that replaced it is itself replaced.
    private static func superseded(
        _ byID: [String: CalendarNotice],
        _ all: [CalendarNotice]
    ) throws(CalendarFault) -> Set<String> {
        var replaced: Set<String> = []
        for notice in all {
            for older in notice.supersedes.compactMap({ byID[$0] }) {
                let pair = [notice.noticeVersion, older.noticeVersion]
                if older.scope != notice.scope { throw CalendarFault(.supersedesOtherScope, of: pair) }
                if reaches(notice.id, from: older, byID) { throw CalendarFault(.supersedeEachOther, of: pair) }
                replaced.insert(older.id)
            }
        }
        return replaced
    }

    private static func reaches(_ id: String, from start: CalendarNotice, _ byID: [String: CalendarNotice]) -> Bool {
        var seen: Set<String> = []
        var open = [start.id]
        while let next = open.popLast() {
            if next == id { return true }
            if seen.insert(next).inserted { open += byID[next]?.supersedes ?? [] }
        }
        return false
    }

    /// Of notices of one scope.
    private static func days(
        of notices: [CalendarNotice]
    ) throws(CalendarFault) -> (off: [CivilDate: Run], makeUp: [CivilDate: NoticeVersion]) {
        var off: [CivilDate: Run] = [:]
        var makeUp: [CivilDate: NoticeVersion] = [:]
        for notice in notices {
            for run in notice.daysOff {
                for day in run.first.through(run.last) {
                    off[day] = Run(notice: notice.noticeVersion, name: run.name)
                }
            }
            for day in notice.makeUpDays { makeUp[day] = notice.noticeVersion }
        }
        if let day = makeUp.keys.filter({ off[$0] != nil }).min(), let first = off[day], let second = makeUp[day] {
            throw CalendarFault(.contradict(day), of: [first.notice, second])
        }
        return (off, makeUp)
    }
}
