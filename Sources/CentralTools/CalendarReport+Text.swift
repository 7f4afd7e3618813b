import Claims

extension CalendarReport {
    static func explanation(of notice: CalendarNotice, in path: String) -> String {
        let scope = notice.place.map { "local, \($0)" } ?? "national"
        var lines = [
            "\(notice.noticeVersion), \(scope), \(path)",
            "  issued by \(notice.issuer) on \(notice.issuedOn): \(notice.document)",
            "  for \(notice.years.map(String.init).joined(separator: ", "))",
        ]
        for run in notice.daysOff {
            let days = run.count == 1 ? named(run.first) : "\(named(run.first)) – \(named(run.last)), \(run.count) days"
            lines.append("  off: \(days): \(run.name)")
        }
        if notice.daysOff.isEmpty { lines.append("  off: none") }
        let makeUp = notice.makeUpDays.map(named).joined(separator: ", ")
        lines.append("  worked to make up: \(makeUp.isEmpty ? "none" : makeUp)")
        if !notice.supersedes.isEmpty {
            lines.append("  replaces \(notice.supersedes.joined(separator: ", ")) as a whole")
        }
        for day in notice.makeUpDays where !day.weekday.isWeekend {
            lines.append("  look again: \(named(day)) is no weekend's day, so there is hardly anything to make up")
        }
        if !notice.note.isEmpty { lines.append("  note: \(notice.note)") }
        return lines.joined(separator: "\n") + "\n"
    }

    static func summary(of calendar: WorkingCalendar, named name: String) -> String {
        let ids = calendar.notices.map(\.id).joined(separator: ", ")
        var lines = ["\(name): \(ids.isEmpty ? "no notices" : ids)"]
        for replaced in calendar.superseded { lines.append("  \(replaced) is superseded and does not count") }
        for year in Set(calendar.notices.flatMap(\.years)).sorted() {
            guard let first = CivilDate(year: year, month: 1, day: 1),
                let last = CivilDate(year: year, month: 12, day: 31)
            else { continue }
            let isAssured = calendar.yearsWithoutNotice(from: first, through: last).isEmpty
            let warning = isAssured ? "" : " (no national notice: weekends and local days off only)"
            lines.append("  \(year): \(calendar.workingDays(from: first, through: last)) working days\(warning)")
        }
        return lines.joined(separator: "\n")
    }

    static func text(of deadline: Deadline) -> String {
        var lines = [
            "Approved \(named(deadline.approvedOn)), \(counted(deadline.workingDays)): due \(named(deadline.due)).",
            "Counted with \(list(deadline.notices)).",
        ]
        lines += warning(deadline)
        return lines.joined(separator: "\n")
    }

    static func text(of review: DeadlineReview) -> String {
        var lines: [String] = []
        for move in review.moved {
            lines.append(
                "\(move.id): approved \(named(move.after.approvedOn)), \(counted(move.after.workingDays)):"
                    + " was due \(named(move.before)), now \(named(move.after.due))"
            )
            for change in move.notices { lines.append("  \(text(of: change))") }
            for change in move.days {
                lines.append("  \(named(change.day)): was \(change.before); now \(change.after)")
            }
            if !move.beforeAgrees {
                lines.append("  the old calendar does not give the old due day: this does not explain the whole move")
            }
            lines += warning(move.after).map { "  \($0)" }
        }
        lines.append(
            "\(review.moved.count) moved, \(review.unmoved) did not;"
                + " \(review.unmovedWithOtherNotices) of these now rest on other notices or versions."
        )
        return lines.joined(separator: "\n")
    }

    private static func text(of change: DeadlineReview.NoticeChange) -> String {
        switch change {
        case .added(let notice): "new: \(notice)"
        case .changed(let old, let new): "changed: \(old) is now version \(new.version)"
        case .dropped(let notice): "gone: \(notice)"
        }
    }

    private static func warning(_ deadline: Deadline) -> [String] {
        if deadline.isAssured { return [] }
        let years = deadline.yearsWithoutNotice.map(String.init).joined(separator: ", ")
        return ["Not assured: no national notice for \(years), so only weekends and local days off are known there."]
    }

    private static func list(_ notices: [NoticeVersion]) -> String {
        notices.isEmpty ? "no notice" : notices.map(\.description).joined(separator: ", ")
    }

    private static func counted(_ days: Int) -> String { days == 1 ? "1 working day" : "\(days) working days" }

    private static func named(_ day: CivilDate) -> String { "\(day.weekday) \(day)" }
}
