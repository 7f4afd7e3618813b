import ArgumentParser
import CentralTools

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "One-time tokens by which kiosks enrol.",
        subcommands: [New.self]
    )

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints a token for one kiosk, shown this once.")

        @Option(help: "The kiosk's name, as kiosk.yaml has it.") var kiosk: String
        @Option(help: "Hours for which the token can be used, 1 to 720.") var hours = 24
        @OptionGroup var options: AdminOptions

        func validate() throws {
            try AdminOptions.check(kiosk: kiosk)
            guard CentralAdmin.hours.contains(hours) else {
                throw ValidationError("--hours is 1 to 720; a token is made again when one has ended.")
            }
        }

        func run() async throws {
            let code = await options.admin.makeToken(kiosk: kiosk, hours: hours)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
