import ArgumentParser
import KioskTools

struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Readers, scanners and printers: what is there, what it is for, whether it works.",
        subcommands: [
            List.self, Watch.self, DeviceTest.self, DeviceBind.self, Unbind.self, DeviceOrder.self, DeviceRecord.self,
            DeviceReplay.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What is plugged in, what it was taken for and why, who has it."
        )

        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.list()) }
    }

    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The same again after every change, until it is stopped."
        )

        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.watch()) }
    }

    struct Unbind: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a role from its device.",
            discussion: "What the settings file binds stays bound: change the file."
        )

        @Argument(help: "The role, or the device as devices list shows it.") var target: String
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.unbind(target)) }
    }
}
