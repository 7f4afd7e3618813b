import ArgumentParser
import KioskTools

struct QueueSlip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slip",
        abstract: "A day's numbers, and what of them the central confirmed."
    )

    @Option(help: "YYYY-MM-DD.") var day: String
    @Flag(help: "Print it on the kiosk's printer.") var print = false
    @Option(help: "Of the printed slip: zh-CN, bo or en.") var language = "zh-CN"
    @OptionGroup var options: ToolOptions

    func validate() throws {
        guard KioskTool.isDay(day) else {
            throw ValidationError("--day is a day that there is, as YYYY-MM-DD: 2025-03-10.")
        }
        guard KioskTool.slipLanguages.contains(language) else {
            throw ValidationError("--language is one of \(KioskTool.slipLanguages.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        try end(with: await options.tool.daySlip(day, printing: print ? language : nil))
    }
}
