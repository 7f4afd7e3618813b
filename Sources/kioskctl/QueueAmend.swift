import ArgumentParser
import KioskTools
import WireAPI

struct QueueAmend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend",
        abstract: "Corrects a claim that came back or was set aside. The original stays."
    )

    @Argument(help: "The claim's number or id.") var claim: String
    @Option(help: "A JSON file with the whole amendment, see docs/kioskctl.md.", completion: .file()) var file: String?
    @Option(help: "Why, 3–200 characters.") var reason: String?
    @Flag(help: "Ask for the right card number, twice, and show none of it.") var bankCard = false
    @Flag(help: "The card was compared and shows the number so, though it looks mistyped.") var unusualCard = false
    @OptionGroup var options: ToolOptions

    func validate() throws {
        guard (file == nil) != (reason == nil) else { throw ValidationError("Give --file, or --reason.") }
        guard file == nil || !bankCard else { throw ValidationError("The file holds the card number too.") }
        guard bankCard || !unusualCard else {
            throw ValidationError("--unusual-card goes with --bank-card; a file says confirmUnusual.")
        }
    }

    func run() async throws {
        if let file { return try end(with: await options.tool.amend(claim, from: file)) }
        let reason = reason ?? ""
        if bankCard {
            return try end(
                with: await options.tool.amendCard(of: claim, reason: reason, confirmUnusual: unusualCard)
            )
        }
        try end(with: await options.tool.amend(claim, AmendmentEntry(reason: reason)))
    }
}

extension QueuePage.Filter: ExpressibleByArgument {}
