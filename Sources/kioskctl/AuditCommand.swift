import ArgumentParser
import KioskTools

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who did what at this kiosk, on the page and with this tool."
    )

    @Option(help: "Only lines above this number.") var after: Int64 = 0
    @Option(help: "1–500.") var limit = 100
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.audit(after: after, limit: limit)) }
}
