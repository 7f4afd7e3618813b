import ArgumentParser
import CentralTools

struct ClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim",
        abstract: "What people at the central say of a claim.",
        subcommands: [Return.self]
    )

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends a claim back to its kiosk to be corrected. It keeps what it holds until then."
        )

        @Argument(help: "The claim's number, or its id.") var claim: String
        @Option(
            help: """
                correct-bank-card, correct-certificate, correct-battery, correct-motor, correct-frame or
                correct-several.
                """
        )
        var reason: String
        @Option(help: "For people at the central, at most 500 characters; no kiosk sees it.") var note: String?
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.sendBack(claim: claim, reason: reason, note: note)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
