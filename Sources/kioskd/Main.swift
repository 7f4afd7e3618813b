import ArgumentParser
import KioskRuntime

@main
struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskd",
        abstract: "The daemon of a recycling point: readers, counter page, queue to the central."
    )

    @Option(help: "The configuration file, as in config/kiosk.yaml.")
    var config: String?

    @Flag(help: "Only check the configuration and the files it names.")
    var check = false

    @Flag(help: "Only read a supervisor's PIN from standard input and print its hash.")
    var hashPin = false

    func validate() throws {
        guard hashPin != (config != nil) else { throw ValidationError("give either --config or --hash-pin") }
    }

    func run() async throws {
        let status =
            if let config {
                await KioskDaemon.run(configuration: config, checkOnly: check)
            } else {
                PINCommand.run()
            }
        if status != 0 { throw ExitCode(status) }
    }
}
