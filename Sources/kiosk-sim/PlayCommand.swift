import ArgumentParser
import DeviceSimulator

struct PlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Plays a device from a script of timed steps and faults."
    )

    @Argument(help: "The script file; docs/kiosk-sim.md describes the language.")
    var script: String

    @Option(help: "Where the device appears: a symbolic link to its pseudo-terminal.")
    var link: String?

    @Option(help: "Where the control socket is made.")
    var control: String?

    @Flag(help: "Ends after the last step; otherwise the device stays until a signal.")
    var end = false

    @Flag(help: "Only reads the script and says nothing if it is right.")
    var check = false

    func validate() throws {
        guard check || (link != nil && control != nil) else { throw ValidationError("Give --link and --control.") }
    }

    func run() async throws {
        try await Edge.run {
            guard !check, let link, let control else { return try PlayProgram.check(script) }
            try await PlayProgram.run(script, link: link, control: control, endsAfterScript: end)
        }
    }
}
