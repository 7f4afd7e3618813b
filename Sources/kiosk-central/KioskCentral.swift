import ArgumentParser
import CentralRuntime

@main
struct KioskCentral: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-central",
        abstract: "The central register of claims, and the tools of its programme.",
        subcommands: [
            Serve.self, ProgrammeCommand.self, CalendarCommand.self, RegistryCommand.self, CertificateCommand.self,
            KeyCommand.self, AuthorityCommand.self, TokenCommand.self, KiosksCommand.self,
            BundleCommand.self, ChainCommand.self, ProofCommand.self, ClaimCommand.self, ClaimsCommand.self,
        ],
        defaultSubcommand: Serve.self
    )
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Takes claims from kiosks until it is told to stop.")

    @Option(help: "The settings, see config/central.yaml.")
    var config: String

    func run() async throws {
        let code = await CentralDaemon.run(configuration: config)
        guard code == 0 else { throw ExitCode(code) }
    }
}
