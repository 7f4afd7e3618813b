import ArgumentParser
import CentralTools

struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Explains holiday notices and counts working days, see docs/calendars.md.",
        subcommands: [Check.self, Due.self, Moved.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Explains notices; fails when they contradict.")
        @Argument(help: "Folders of *.yaml files, or files.") var paths: [String]

        func run() throws { try end(with: CalendarReport.check(paths)) }
    }

    struct Due: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The last day to pay after an approval.")
        @Option(help: "The folder of notices, such as config/calendars.") var calendars: String
        @Option(parsing: .upToNextOption, help: "Ids, or beginnings with *, as 'lhasa-*'. Default: all.")
        var notice: [String] = []
        @Option(help: "The day, or a time in RFC 3339 taken at UTC+8.") var approved: String
        @Option(help: "Working days, 1–1000.") var days = 5
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let (folder, ids) = (calendars, notice)
            try end(
                with: CalendarReport.due(calendars: folder, notices: ids, approved: approved, days: days, json: json)
            )
        }
    }

    struct Moved: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The open deadlines that new notices move, and why.")
        @Option(help: "The folder of notices as they were.") var before: String
        @Option(help: "The folder of notices as they are now.") var after: String
        @Option(parsing: .upToNextOption, help: "Ids, or beginnings with *, as 'lhasa-*'. Default: all.")
        var notice: [String] = []
        @Option(help: "The open deadlines, a JSON file.") var open: String
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            try end(
                with: CalendarReport.moved(before: before, after: after, notices: notice, open: open, json: json)
            )
        }
    }
}

private func end(with code: Int32) throws {
    guard code == 0 else { throw ExitCode(code) }
}
