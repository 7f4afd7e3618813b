import ArgumentParser
import CentralTools

struct BundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "What kiosks' claims are carried in by hand.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes in a kiosk's file and writes the answers. The same file again changes nothing."
        )
        @Argument(help: "The file that kioskctl queue export wrote.", completion: .file()) var file: String
        @Option(help: "The folder for the answers, best the stick.", completion: .directory) var answerTo: String?
        @Flag(help: "The machine that made the file is gone: an earlier key of the kiosk counts, docs/queue.md.")
        var earlierKey = false
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.importBundle(file, answersTo: answerTo, earlierKey: earlierKey)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
