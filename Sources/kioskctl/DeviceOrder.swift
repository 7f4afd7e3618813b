import ArgumentParser
import KioskTools
import WireAPI

struct DeviceOrder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Lets a scanner do something: pull its trigger, beep, sleep, say what it is."
    )

    @Argument(help: "The role, or the device as devices list shows it.") var target: String
    @Argument(help: "trigger, stop, beep-good, beep-bad, enable, disable or identify.") var command: String
    @OptionGroup var options: ToolOptions

    func run() async throws {
        try end(with: await options.tool.order(ControlOrder(target: target, command: command)))
    }
}
