import Claims
import DaemonSupport
import Settings

/// What `kiosk-central programme check` prints: a programme's rules in sentences for the people who answer for them,
/// or as JSON for programs.
///
/// `docs/programme-file.md` describes both.
package enum ProgrammeExplanation {
    /// Explains a programme's file, with what is wrong with it and what is worth a look.
    ///
    /// - Parameter calendars: a folder of holiday notices; nil leaves out what needs working days.
    /// - Returns: the exit code: 0, also with warnings; that of the first fault after a line on stderr for each.
    package static func check(_ file: String, calendars: String?, json: Bool) -> Int32 {
        let check = ProgrammeCheck(file, calendars: calendars)
        do throws(KioskError) {
            if json {
                print(try JSON.text(of: check, file: file))
            } else if let programme = check.programme {
                print(text(of: programme, calendar: check.calendar, warnings: check.warnings))
            }
        } catch {
            return Failure.report(error, program: "kiosk-central")
        }
        return check.faults.map { Failure.report($0, program: "kiosk-central") }.first ?? 0
    }

    static func text(
        of programme: Programme,
        calendar: WorkingCalendar?,
        warnings: [ProgrammeWarning]
    ) -> String {
        var lines = ["\(programme.title["en"] ?? programme.id) (\(programme.id), version \(programme.version))"]
        for section in sections(of: programme, calendar) {
            lines += ["", section.title] + section.sentences.map { "  \($0)" }
        }
        if !warnings.isEmpty {
            lines += ["", "Look again"] + warnings.map { "  \($0.text)" }
        }
        return lines.joined(separator: "\n")
    }
}
