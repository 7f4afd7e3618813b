import ArgumentParser
import KioskTools

struct DeviceTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Reads a card or a code now, masked, or prints a test page.",
        discussion: """
            With a role or a device the daemon does it. With --driver the tool opens the path itself; when the daemon has \
            it open, the daemon is asked.
            """
    )

    @Argument(help: "A role, a device or a path.", completion: .file()) var target: String
    @OptionGroup var line: LineOptions
    @OptionGroup var options: ToolOptions

    func run() async throws {
        try end(with: await options.tool.test(target, settings: line.settings, seconds: line.seconds))
    }
}
