package import Claims
import Devices
import Settings

/// The kiosk's settings, read as the daemon reads them, and the files they name.
package struct SettingsCheck: Sendable {
    private let file: String
    private let settings: KioskSettings
    private let programme: Programme

    /// Throws the `config.*` codes. Keys are not read: only the daemon may.
    package init(_ file: String) throws(KioskError) {
        self.file = file
        settings = try KioskSettings.load(file)
        programme = try ProgrammeFile.load(settings.programmeFile)
        _ = try settings.point(in: programme)
        _ = try CalendarFolder.load(settings.calendarFolder, ids: programme.calendars)
        _ = try MatchFile.load(settings.deviceTable)
        if let supervisors = settings.supervisorsFile { _ = try SupervisorsFile.load(supervisors) }
    }

    package func text(isJSON: Bool) -> String {
        isJSON ? JSONText.pretty(summary) : lines.joined(separator: "\n")
    }

    private struct Summary: Encodable {
        struct Device: Encodable {
            var role: String
            var device: String
            var driver: String
            var baud: Int
        }

        var file: String
        var mode: String
        var kiosk: String
        var point: String
        var programme: String
        var devices: [Device]
    }

    private var summary: Summary {
        Summary(
            file: file,
            mode: settings.mode.rawValue,
            kiosk: "\(settings.kioskID)",
            point: settings.pointID,
            programme: programme.id,
            devices: settings.devices.map { device in
                Summary.Device(
                    role: device.role.rawValue,
                    device: device.identity.description,
                    driver: device.settings.driver.rawValue,
                    baud: device.settings.baud
                )
            }
        )
    }

    private var lines: [String] {
        let summary = summary
        var table = TextTable()
        for device in summary.devices {
            table.add(["  \(device.role)", device.device, "\(device.driver) at \(device.baud) baud"])
        }
        return [
            "\(file) is right.",
            "  kiosk \(summary.kiosk), mode \(summary.mode), point \(summary.point), programme \(summary.programme)",
        ] + table.lines()
    }
}
