import ArgumentParser
import CentralTools

struct ClaimsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "The claims that the central has. Names, numbers and cards are masked.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists them in the order in which they came.")

        @Option(help: "Of this kiosk only.") var kiosk: String?
        @Option(help: "accepted, duplicate, in-review, returned, refused, withdrawn or paid.") var status: String?
        @Option(help: "Go on from there, as the page before said.") var after: String?
        @Option(help: "How many at most, 1 to 500.") var limit = 100
        @OptionGroup var options: AdminOptions

        func validate() throws {
            if let kiosk { try AdminOptions.check(kiosk: kiosk) }
            guard status.map(CentralAdmin.standings.contains) ?? true else {
                throw ValidationError("--status is one of \(CentralAdmin.standings.joined(separator: ", ")).")
            }
            guard after.map(CentralAdmin.isPlace) ?? true else {
                throw ValidationError("--after is the number that the list before ended with.")
            }
            guard CentralAdmin.rows.contains(limit) else {
                throw ValidationError("--limit is 1 to 500; --after goes on where a list ended.")
            }
        }

        func run() async throws {
            let code = await options.admin.listClaims(kiosk: kiosk, status: status, after: after, limit: limit)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows one: how it stands and why.")

        @Argument(help: "The claim's number, or its id.") var claim: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.showClaim(claim)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
