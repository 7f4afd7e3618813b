import ArgumentParser
import Devices
import KioskTools

/// A device that the tool opens by itself.
struct LineOptions: ParsableArguments {
    enum Driver: String, ExpressibleByArgument, CaseIterable {
        case idCard = "id-card"
        case line
        case ssi
    }

    @Option(help: "Open the path without the daemon and speak this to it.") var driver: Driver?
    @Option(help: "Bits per second, with --driver. Default: the driver's usual speed.") var baud: Int?
    @Option(help: "How long, 1–600 seconds.") var seconds = 30

    var deviceDriver: DeviceDriver? {
        switch driver {
        case .idCard: .sdt
        case .line: .line
        case .ssi: .ssi
        case nil: nil
        }
    }

    func validate() throws {
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds is 1 to 600.") }
        guard driver != nil || baud == nil else { throw ValidationError("--baud needs --driver.") }
        guard baud.map(DriverSettings.speeds.contains) ?? true else {
            throw ValidationError("--baud is one of \(DriverSettings.speeds.map(String.init).joined(separator: ", ")).")
        }
    }
}

struct DeviceTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Reads a card or a code now, masked, or prints a test page.",
        discussion: """
            With a role or a device the daemon does it. With --driver the tool opens the path itself; when the daemon has \
            it open, the daemon is asked.
            """
    )

    @Argument(help: "A role, a device or a path.", completion: .file()) var target: String
    @OptionGroup var line: LineOptions
    @OptionGroup var options: ToolOptions

    func run() async throws {
        try end(
            with: await options.tool.test(target, driver: line.deviceDriver, baud: line.baud, seconds: line.seconds)
        )
    }
}
