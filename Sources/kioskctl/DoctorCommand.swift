import ArgumentParser
import KioskTools

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks the kiosk over and says of everything that is wrong what to do.",
        discussion: "Changes nothing and opens no device. As root it sees more. Exits with 1 when there is a problem."
    )

    @Option(help: "The kiosk's settings.", completion: .file(extensions: ["yaml"])) var config = KioskTool.usualSettings
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.doctor(settings: config)) }
}

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Looks at settings.",
        subcommands: [Check.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the settings and the files they name as the daemon does.",
            discussion: "Keys are not read: only the daemon may."
        )

        @Argument(help: "The settings.", completion: .file(extensions: ["yaml"])) var file = KioskTool.usualSettings
        @OptionGroup var options: ToolOptions

        func run() throws { try end(with: options.tool.checkSettings(file)) }
    }
}
