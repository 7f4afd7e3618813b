import Claims
import DaemonSupport
import Settings

/// What `kiosk-central calendar` prints: notices and due days in words for technicians, or as JSON for programs.
///
/// Each function gives the exit code: 0, or 1 after one line on stderr that says what is wrong. `docs/calendars.md`
/// describes the JSON.
package enum CalendarReport {
    /// Explains the notices in folders and files, and the calendar of each place that they name.
    package static func check(_ paths: [String]) -> Int32 {
        run { () throws(KioskError) in
            let folder = try CalendarFolder.load(foldersOrFiles: paths)
            guard !folder.files.isEmpty else {
                throw KioskError(
                    .configMissing,
                    "\(paths.joined(separator: ", ")): no calendar file, expected at least one *.yaml",
                    remedy: "Name the folder that holds the calendar files, such as config/calendars."
                )
            }
            for file in folder.files { print(explanation(of: file.notice, in: file.path)) }
            let ids = { (place: String?) in
                folder.files.map(\.notice).filter { $0.scope == .national || $0.place == place }.map(\.id)
            }
            let nation = try folder.calendar(ids(nil))
            if !nation.notices.isEmpty { print(summary(of: nation, named: "The nation without local notices")) }
            for place in Set(folder.files.compactMap(\.notice.place)).sorted() {
                print(summary(of: try folder.calendar(ids(place)), named: "Calendar of \(place)"))
            }
        }
    }

    /// The last day to pay.
    ///
    /// - Parameters:
    ///   - notices: ids, or beginnings of ids with `*`; none takes every notice of the folder.
    ///   - approved: a day, or a time in RFC 3339 whose day is taken at UTC+8.
    ///   - days: 1–1 000 working days.
    package static func due(
        calendars: String,
        notices: [String],
        approved: String,
        days: Int,
        json: Bool
    ) -> Int32 {
        run { () throws(KioskError) in
            guard let day = CivilDate(approved) ?? Timestamp(approved)?.date() else {
                throw KioskError(
                    .configInvalidValue,
                    "--approved: not a day that exists",
                    remedy: "Write a day as 2025-02-20, or a time as 2025-02-20T16:30:00+08:00."
                )
            }
            guard (1...1_000).contains(days) else {
                throw KioskError(.configInvalidValue, "--days: found \(days), expected 1–1000", remedy: "Write 5.")
            }
            let deadline = try calendar(CalendarFolder.load(calendars), notices)
                .dueDate(approvedOn: day, workingDays: days)
            print(json ? try JSON.text(JSON.Due(deadline)) : text(of: deadline))
        }
    }

    /// Which open deadlines move when the calendars of one folder give way to those of another, and why.
    ///
    /// - Parameter open: a JSON file of at most 64 MiB.
    package static func moved(
        before: String,
        after: String,
        notices: [String],
        open: String,
        json: Bool
    ) -> Int32 {
        run { () throws(KioskError) in
            let folders = (old: try CalendarFolder.load(before), new: try CalendarFolder.load(after))
            let old = try calendar(folders.old, notices, orIn: folders.new)
            let new = try calendar(folders.new, notices, orIn: folders.old)
            let deadlines = try JSON.openDeadlines(open)
            let review: DeadlineReview
            do throws(CalendarFault) {
                review = try DeadlineReview(of: deadlines, from: old, to: new)
            } catch {
                throw KioskError(.configContradiction, "\(before) and \(after): \(error)", remedy: error.remedy)
            }
            print(json ? try JSON.text(JSON.Review(review)) : text(of: review))
        }
    }

    private static func run(_ body: () throws(KioskError) -> Void) -> Int32 {
        do {
            try body()
            return 0
        } catch {
            _ = Failure.report(error, program: "kiosk-central")
            return 1
        }
    }

    /// - Parameter other: a folder that may hold the only file of a notice: one that is new, or gone.
    private static func calendar(
        _ folder: CalendarFolder,
        _ notices: [String],
        orIn other: CalendarFolder? = nil
    ) throws(KioskError) -> WorkingCalendar {
        if notices.isEmpty { return try folder.calendar() }
        let isElsewhere = { (id: String) in folder.named(id).isEmpty && other?.named(id).isEmpty == false }
        return try folder.calendar(notices.filter { !isElsewhere($0) })
    }
}
