import ArgumentParser
import CentralTools

struct SealingKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sealing",
        abstract: "A pair for sealing: what kiosks seal to NAME.pub, only NAME.key opens."
    )

    @Option(help: "The folder to write both into.") var out: String
    @Option(help: "What the files are called, such as reviewers or payers.") var name: String

    func run() throws {
        let code = KeyFiles.makeSealingPair(folder: out, name: name)
        guard code == 0 else { throw ExitCode(code) }
    }
}

struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "The file of the public keys that kiosks seal to, signed by the central."
    )

    @Option(help: "Public key of the reviewers, for what names people.") var reviewers: String
    @Option(help: "Public key of the payers, for bank cards.") var payers: String
    @Option(help: "From 1, higher than that of the last such file.") var keysVersion: Int64
    @Flag(help: "For a rehearsal with made-up people.") var rehearsal = false
    @Option(help: "The central's secret signing key.") var signingKey: String
    @Option(help: "The file to write.") var out: String

    func run() throws {
        let code = KeyFiles.signSealingKeys(
            reviewers: reviewers,
            payers: payers,
            version: keysVersion,
            isRehearsal: rehearsal,
            signingKey: signingKey,
            out: out
        )
        guard code == 0 else { throw ExitCode(code) }
    }
}
