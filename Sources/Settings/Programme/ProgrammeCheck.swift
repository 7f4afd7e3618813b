package import Claims

/// A programme's file, read for people: all that is wrong with it, and what is not wrong but worth a look.
package struct ProgrammeCheck: Sendable {
    /// Nil when the file cannot be read as a programme; `faults` then say why.
    package let programme: Programme?
    /// The first says most. At most one of each key, contradictions between keys, and those of the calendars.
    package let faults: [KioskError]
    package let warnings: [ProgrammeWarning]
    /// Of the notices that the programme names; nil when no folder was given, or it cannot be used.
    package let calendar: WorkingCalendar?

    /// - Parameter folder: of calendars; nil leaves out what needs them.
    package init(_ path: String, calendars folder: String? = nil) {
        var faults: [KioskError] = []
        let programme = Self.programme(path, &faults)
        var warnings = programme.map(ProgrammeWarning.warnings) ?? []
        var calendar: WorkingCalendar?
        if let folder {
            do {
                let notices = try CalendarFolder.load(folder)
                if let programme {
                    warnings += programme.calendars.filter { notices.named($0).isEmpty }.map { id in
                        ProgrammeWarning(.calendarUnknown, "The folder of calendars has no notice \(id).")
                    }
                    let made = try notices.calendar(programme.calendars)
                    warnings += ProgrammeWarning.warnings(of: programme, by: made)
                    calendar = made
                }
            } catch {
                faults.append(error)
            }
        }
        self.programme = programme
        self.faults = faults
        self.warnings = warnings
        self.calendar = calendar
    }

    private static func programme(_ path: String, _ faults: inout [KioskError]) -> Programme? {
        do {
            return ProgrammeFile.read(try SettingsDocument.read(path).root, faults: &faults)
        } catch {
            faults.append(error)
            return nil
        }
    }
}
