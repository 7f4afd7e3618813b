import ArgumentParser
import Devices

/// A device that the tool opens by itself.
struct LineOptions: ParsableArguments {
    enum Driver: String, ExpressibleByArgument, CaseIterable {
        case idCard = "id-card"
        case line
        case ssi
    }

    @Option(help: "Open the path without the daemon and speak this to it.") var driver: Driver?
    @Option(help: "Bits per second, with --driver. Default: the driver's usual speed.") var baud: Int?
    @Option(help: "What ends a code, with --driver line: auto, cr, lf, crlf, tab, none or length-prefixed.")
    var ending: String?
    @Option(help: "How long, 1–600 seconds.") var seconds = 30

    /// Nil without a driver.
    var settings: DriverSettings? {
        guard let driver else { return nil }
        let spoken: DeviceDriver =
            switch driver {
            case .idCard: .sdt
            case .line: .line
            case .ssi: .ssi
            }
        var settings = DriverSettings(spoken, baud: baud)
        settings.scanner.ending = ending.flatMap(ScannerSettings.Ending.init) ?? settings.scanner.ending
        return settings
    }

    func validate() throws {
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds is 1 to 600.") }
        guard driver != nil || baud == nil else { throw ValidationError("--baud needs --driver.") }
        guard ending == nil || driver == .line else { throw ValidationError("--ending needs --driver line.") }
        guard ending.map({ ScannerSettings.Ending(rawValue: $0) != nil }) ?? true else {
            let words = ScannerSettings.Ending.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--ending is one of \(words).")
        }
        guard baud.map(DriverSettings.speeds.contains) ?? true else {
            throw ValidationError("--baud is one of \(DriverSettings.speeds.map(String.init).joined(separator: ", ")).")
        }
    }
}
