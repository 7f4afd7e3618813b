import ArgumentParser
import CentralTools

/// Of every command that asks the running central.
struct AdminOptions: ParsableArguments {
    @Option(help: "The central's control socket.") var socket = CentralAdmin.usualSocket
    @Flag(help: "JSON for programs, described in docs/openapi/central-admin.yaml.") var json = false

    var admin: CentralAdmin { CentralAdmin(socket: socket, isJSON: json) }
}

struct KiosksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosks",
        abstract: "The kiosks that the central knows.",
        subcommands: [List.self, Key.self, Revoke.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists them with their certificates.")

        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.listKiosks()
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a kiosk's public key, by which its exported chain is verified.",
            discussion: "With --json all that it ever had: a kiosk that is enrolled anew has another."
        )

        @Option(help: "The kiosk's name.") var kiosk: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.showKey(of: kiosk)
            guard code == 0 else { throw ExitCode(code) }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuses a kiosk from now on. Its claims stay; a new token takes it back."
        )

        @Option(help: "The kiosk's name.") var kiosk: String
        @OptionGroup var options: AdminOptions

        func run() async throws {
            let code = await options.admin.revoke(kiosk: kiosk)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
