import ArgumentParser
import CentralTools

struct ProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Kiosks' last words: proofs that a kiosk was wiped.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verifies the proof of kioskctl programme end. Exits with 1 when the register differs.",
            discussion: "With a key it needs neither central nor network, and compares nothing with the register."
        )
        @Argument(help: "The file that kioskctl programme end wrote.", completion: .file()) var file: String
        @Option(help: "File of the key that must have signed it: 130 hexadecimal digits.", completion: .file())
        var publicKey: String?
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.verifyProof(file, publicKey: publicKey)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
