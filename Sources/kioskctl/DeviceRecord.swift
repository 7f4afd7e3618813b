import ArgumentParser
import KioskTools

struct DeviceRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Writes down what goes over a device's line, for those who mend drivers.",
        discussion: """
            Cards and long numbers are replaced by made-up ones before anything is written. Other text that was scanned \
            stays: look at the file before you pass it on.
            """
    )

    @Argument(help: "A role, a device or a path.", completion: .file()) var target: String
    @Option(help: "The file to make. Default: standard output.", completion: .file()) var out: String?
    @OptionGroup var line: LineOptions
    @OptionGroup var options: ToolOptions

    func run() async throws {
        try end(
            with: await options.tool.record(
                target,
                settings: line.settings,
                seconds: line.seconds,
                out: out
            )
        )
    }
}

struct DeviceReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays a recording to the drivers and shows what they make of it."
    )

    @Argument(help: "The recording.", completion: .file()) var file: String
    @Option(help: "Play it at this path for other programs, until stopped.", completion: .file()) var link: String?
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.replay(file, link: link)) }
}
