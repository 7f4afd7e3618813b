import ArgumentParser
import CentralTools

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes keys. A key that is there is never written over.",
        subcommands: [New.self, Digest.self, SealingKeyCommand.self, SignCommand.self]
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A pair for signing: NAME.key and NAME.pub.")

        @Option(help: "The folder to write both into.") var out: String
        @Option(help: "What the files are called.") var name: String

        func run() throws {
            let code = KeyFiles.makePair(folder: out, name: name)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Digest: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A digest key, one for each programme.")

        @Option(help: "The file to write.") var out: String

        func run() throws {
            let code = KeyFiles.makeDigestKey(path: out)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
