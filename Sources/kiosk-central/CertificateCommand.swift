import ArgumentParser
import CentralTools

struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Issues and checks scrapping certificates, see docs/papers.md.",
        subcommands: [Issue.self, Verify.self, Page.self]
    )

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Signs a certificate and prints it.")
        @Argument(help: "The facts, a JSON file.") var facts: String
        @Option(help: "File of the key to sign with, see key new.") var signingKey: String
        @Option(help: "The folder with texts/.") var share = "/usr/share/recycling-kiosk"
        @Option(help: "zh-CN, bo or en.") var language = "zh-CN"
        @Option(help: "A second one, or none.") var second = "bo"
        @Option(help: "Write the code to this file.") var out: String?
        @Option(help: "Write the QR code to this file, SVG.") var picture: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let request = CertificateReport.Request(facts: facts, signingKey: signingKey, share: share)
            let languages = second == "none" ? [language] : [language, second]
            try end(with: request.issue(languages: languages, out: out, picture: picture, json: json))
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Exits with 0 valid, 1 not valid, 2 rehearsal.")
        @Argument(help: "The code, or a file that holds it.") var code: String
        @Option(help: "File of a trusted public key.") var publicKey: [String] = []
        @Option(help: "File of a public key that signs rehearsals only.") var rehearsalKey: [String] = []
        @Option(help: "The day to check for, YYYY-MM-DD. Default: today.") var at: String?
        @Flag(help: "Print one JSON object.") var json = false

        func run() throws {
            let keys = CertificateReport.Keys(files: publicKey, rehearsalFiles: rehearsalKey)
            try end(with: CertificateReport.verify(code: code, keys: keys, on: at, json: json))
        }
    }

    struct Page: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes the page that checks certificates.")
        @Option(help: "File of a trusted public key.") var publicKey: [String] = []
        @Option(help: "File of a public key that signs rehearsals only.") var rehearsalKey: [String] = []
        @Option(help: "The folder with certificate/ and texts/.") var share = "/usr/share/recycling-kiosk"
        @Option(help: "The folder to write the page into.") var out: String

        func run() throws {
            let keys = CertificateReport.Keys(files: publicKey, rehearsalFiles: rehearsalKey)
            try end(with: CertificateReport.page(keys: keys, share: share, out: out))
        }
    }
}

private func end(with code: Int32) throws { if code != 0 { throw ExitCode(code) } }
