import ArgumentParser
import KioskTools

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Makes the kiosk known to its central and fetches its certificate and keys.",
        discussion: """
            Needs a token from the central's operator (kiosk-central token new), works without the daemon, and is run as \
            root. If it breaks off, run it again with the same token.
            """
    )

    @Option(help: "The kiosk's settings.", completion: .file(extensions: ["yaml"])) var config = KioskTool.usualSettings
    @Option(help: "Only a check: https://…, as central.url of the settings, which counts.") var central: String?
    @Option(help: "The one-time token; - reads it from standard input.") var token: String
    @Option(help: "The file that the digest key is written to.", completion: .file())
    var digestKeyOut = KioskTool.usualDigestKey
    @OptionGroup var options: ToolOptions

    func run() async throws {
        // Other users see a command's arguments while it runs.
        let text = token == "-" ? readLine() ?? "" : token
        let code = await options.tool.enrol(
            settings: config,
            central: central,
            token: text,
            digestKeyFile: digestKeyOut
        )
        try end(with: code)
    }
}
