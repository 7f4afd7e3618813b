import ArgumentParser
import CentralTools

struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Makes and shows the snapshots in which kiosks look plates up. See docs/registry.md.",
        subcommands: [Import.self, Show.self]
    )

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes a signed snapshot of the police's extract.")

        @Argument(help: "The extract, CSV.") var extract: String
        @Option(help: "The snapshot to write.") var out: String
        @Option(help: "The day whose state the extract shows, YYYY-MM-DD.") var asOf: String
        @Option(help: "What claims call this snapshot.") var version: String
        @Option(help: "Who answers for the extract.") var issuer: String
        @Option(help: "File of the programme's digest key.") var digestKey: String
        @Option(help: "File of the key to sign with, see key new.") var signingKey: String
        @Flag(help: "For rehearsals: synthetic people only.") var rehearsal = false
        @Option(help: "utf-8 or gb18030; found out by itself without.") var encoding: String?
        @Option(help: "COLUMN=HEADING, for a heading that is not known.") var column: [String] = []
        @Option(help: "TEXT=KIND, the programme's name of a plate kind.") var kind: [String] = []
        @Flag(help: "Leave bad lines out instead of writing nothing.") var skipBadLines = false
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            var request = RegistryReport.Request()
            (request.extract, request.out, request.asOf) = (extract, out, asOf)
            (request.version, request.issuer) = (version, issuer)
            (request.digestKey, request.signingKey, request.rehearsal) = (digestKey, signingKey, rehearsal)
            (request.encoding, request.columns, request.kinds) = (encoding, column, kind)
            (request.skipBadLines, request.json) = (skipBadLines, json)
            let code = RegistryReport.importExtract(request)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Checks a snapshot and prints its header.")

        @Argument(help: "The snapshot.") var file: String
        @Option(help: "File of the public key.") var publicKey: String
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let code = RegistryReport.show(file, publicKey: publicKey, json: json)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
