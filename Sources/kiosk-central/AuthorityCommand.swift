import ArgumentParser
import CentralTools

struct AuthorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "The certificate authority of this central and its kiosks. What is there is never written over.",
        subcommands: [New.self, Server.self]
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A new authority: authority.crt and authority.key.")

        @Option(help: "The folder to write both into.") var out: String

        func run() throws {
            let code = AuthorityFiles.makeAuthority(folder: out)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Server: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The central's own certificate and key: server.crt and server.key."
        )

        @Option(help: "A name or address by which kiosks reach the central. May be given more than once.")
        var host: [String]
        @Option(help: "The folder of authority.crt and authority.key.") var authority: String
        @Option(help: "The folder to write both into.") var out: String

        func validate() throws {
            guard (1...16).contains(host.count) else { throw ValidationError("--host is given 1 to 16 times.") }
        }

        func run() throws {
            let code = AuthorityFiles.makeServer(folder: out, authority: authority, hosts: host)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
