import ArgumentParser
import KioskTools

struct QueueExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes all that is unsent into one sealed and signed file, to be carried to the central."
    )
    @Option(help: "The stick's folder.", completion: .directory) var to: String
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.exportQueue(to: to)) }
}

struct QueueImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-answer",
        abstract: "Reads the central's answer to such a file. Exits with 1 when it refused a claim."
    )
    @Argument(help: "The file that kiosk-central wrote.", completion: .file()) var file: String
    @OptionGroup var options: ToolOptions

    func run() async throws { try end(with: await options.tool.importAnswer(file)) }
}

struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "The chain of this kiosk's claims, to be verified anywhere.",
        subcommands: [Export.self, Verify.self]
    )

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes the whole chain into one signed file.")
        @Option(help: "The folder.", completion: .directory) var to: String
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.exportChain(to: to)) }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies such a file, without daemon and network. Exits with 1 when the chain is not whole."
        )
        @Argument(help: "The exported chain.", completion: .file()) var file: String
        @Option(help: "File of the key that must have signed it: 130 hexadecimal digits.", completion: .file())
        var publicKey: String?
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.verifyChain(file, key: publicKey)) }
    }
}
