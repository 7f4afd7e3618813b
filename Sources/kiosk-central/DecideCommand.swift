import ArgumentParser
import CentralTools

struct ProgrammeDecide: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "The verdict on one case, see docs/decide.md.",
        discussion: "Exit codes: 0 a verdict or what was asked, 2 facts that are wrong or incomplete, 70 a fault."
    )

    @Argument(help: "The facts, one JSON object.") var facts: String
    @Option(help: "The programme's file (default: \(DecideReport.Options.programme)).") var programme: String?
    @Option(help: "The folder of holiday notices (default: \(DecideReport.Options.calendars)).") var calendars: String?
    @Option(help: "The share folder, for reasons in three languages.") var share: String?
    @Flag(help: "One JSON object.") var json = false

    func run() throws {
        let code = DecideReport.run(
            .init(facts: facts, programme: programme, calendars: calendars, share: share, json: json)
        )
        guard code == 0 else { throw ExitCode(code) }
    }
}
