import ArgumentParser
import KioskTools

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who did what at this kiosk, on the page and with this tool."
    )

    @OptionGroup var page: PageOptions
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.audit(after: page.after, limit: page.limit)) }
}
