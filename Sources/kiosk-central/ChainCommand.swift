import ArgumentParser
import CentralTools

struct ChainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Kiosks' chains, to be verified anywhere.",
        subcommands: [Export.self, Verify.self]
    )

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes a kiosk's chain as the register has it.")
        @Option(help: "The kiosk's name.") var kiosk: String
        @Option(help: "The folder.", completion: .directory) var to: String
        @OptionGroup var options: AdminOptions

        func validate() throws { try AdminOptions.check(kiosk: kiosk) }

        func run() async throws {
            let code = await options.admin.exportChain(of: kiosk, to: to)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies an exported chain, without central and network. Exits with 1 when it is not whole."
        )
        @Argument(help: "The exported chain.", completion: .file()) var file: String
        @Option(help: "File of the key that must have signed it: 130 hexadecimal digits.", completion: .file())
        var publicKey: String?
        @Flag(help: "JSON for programs, as kioskctl chain verify prints it.") var json = false

        func run() throws {
            let code = ChainCheck.run(file, publicKey: publicKey, isJSON: json)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
