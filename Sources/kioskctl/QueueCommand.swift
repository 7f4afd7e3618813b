import ArgumentParser
import KioskTools
import WireAPI

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "What waits to be sent, why, and what to do about it. For supervisors.",
        subcommands: [
            Status.self, List.self, Retry.self, Pause.self, Resume.self, QueueAmend.self, QueueSettleLoss.self,
            QueueSlip.self,
            QueueExport.self, QueueImport.self,
        ],
        defaultSubcommand: Status.self
    )

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The queue in words. Exits with 1 when a person is needed."
        )
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.queueStatus()) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Claims and how they stand, by number.")
        @Option(help: "unsent, needs-person, returned or all.") var filter = QueuePage.Filter.unsent
        @OptionGroup var page: PageOptions
        @OptionGroup var options: ToolOptions

        func run() async throws {
            try end(with: await options.tool.queueList(filter, after: page.after, limit: page.limit))
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sends again now, also what was set aside.")
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.queue("retry")) }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sends nothing until resume. Recording goes on.")
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.queue("pause")) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lets the sending go on.")
        @OptionGroup var options: ToolOptions

        func run() async throws { try end(with: await options.tool.queue("resume")) }
    }
}
