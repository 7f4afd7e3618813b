import ArgumentParser
import CentralTools

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

        func validate() throws { try AdminOptions.check(kiosk: kiosk) }

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

        func validate() throws { try AdminOptions.check(kiosk: kiosk) }

        func run() async throws {
            let code = await options.admin.revoke(kiosk: kiosk)
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}
