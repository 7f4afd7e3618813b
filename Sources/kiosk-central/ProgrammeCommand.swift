import ArgumentParser
import CentralTools

struct ProgrammeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "Explains a programme's rules and decides cases by them, see docs/programme-file.md.",
        subcommands: [Check.self, ProgrammeDecide.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explains a programme's file in words; fails and names the places when it contradicts itself."
        )
        @Argument(help: "The file, such as config/programmes/doilungdeqen-2025.yaml.") var file: String
        @Option(help: "The folder of holiday notices, such as config/calendars: counts the working days.")
        var calendars: String?
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let code = ProgrammeExplanation.check(file, calendars: calendars, json: json)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
