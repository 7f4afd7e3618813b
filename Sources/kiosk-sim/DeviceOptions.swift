import ArgumentParser
import DeviceSimulator

/// What both devices take.
struct DeviceOptions: ParsableArguments {
    @Option(help: "Where the device appears: a symbolic link to its pseudo-terminal.")
    var link: String

    @Option(help: "Where the control socket is made.")
    var control: String

    @Option(help: "Bytes that arrive together, 1 to 4096.")
    var chunk: Int = LinePace.serial.chunk

    @Option(help: "Bits a second that the line seems to have, 0 (no waiting) to 4000000.")
    var speed: Int = LinePace.serial.speed

    var pace: LinePace { LinePace(chunk: chunk, speed: speed) }

    func validate() throws {
        guard (1...4096).contains(chunk) else { throw ValidationError("--chunk is 1 to 4096.") }
        guard (0...4_000_000).contains(speed) else { throw ValidationError("--speed is 0 to 4000000.") }
    }
}
