import ArgumentParser
import KioskTools

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Writes a copy of the kiosk's store into one file, while the kiosk works."
    )
    @Option(help: "The folder, best on another disk.", completion: .directory) var to: String
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.backup(to: to)) }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts such a copy where no store is. The daemon must be stopped."
    )
    @Argument(help: "The file that backup wrote.", completion: .file()) var file: String
    @Option(help: "The kiosk's settings.", completion: .file(extensions: ["yaml"])) var config = KioskTool.usualSettings
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.restore(file, settings: config)) }
}

struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "The programme at this kiosk.",
        subcommands: [End.self]
    )

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wipes everything but numbers and hashes, when all is at the central, and gives a signed proof."
        )
        @Option(help: "This kiosk's own name.") var confirm: String
        @Option(help: "The folder for the proof. Default: standard output.", completion: .directory) var to: String?
        @Flag(help: "End it also with claims that are in review or in dispute.") var despiteOpen = false
        @OptionGroup var options: ToolOptions

        func run() async throws {
            try end(with: await options.tool.endProgramme(confirming: confirm, to: to, despiteOpen: despiteOpen))
        }
    }
}
