import ArgumentParser
import KioskTools

struct QueueSettleLoss: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle-loss",
        abstract: "Takes out of the queue what of a claim is gone for good, here and at the central."
    )

    @Argument(help: "The claim's number or id.") var claim: String
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.settleLoss(of: claim)) }
}
