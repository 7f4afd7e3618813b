import ArgumentParser
import KioskRuntime

@main
struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskd",
        abstract: "The daemon of a recycling point: readers, counter page, queue to the central."
    )

    @Option(help: "The configuration file, as in config/kiosk.yaml.")
    var config: String

    @Flag(help: "Only check the configuration and the files it names.")
    var check = false

    func run() async throws {
        let status = await KioskDaemon.run(configuration: config, checkOnly: check)
        if status != 0 { throw ExitCode(status) }
    }
}
