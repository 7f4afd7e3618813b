package import Claims
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// What `kiosk-sim play` does after its options are read.
package enum PlayProgram {
    /// Plays the script's device until SIGINT or SIGTERM, its steps from the moment it is there; prints one line when
    /// it is there and one after the last step. At the script's end the device stays as it is.
    ///
    /// Throws `rehearsal.script.*`, and as `SimulatorService.run`.
    ///
    /// - Parameters:
    ///   - path: of the script file.
    ///   - link: where the device appears.
    ///   - control: path of its control socket.
    ///   - endsAfterScript: instead of staying.
    package static func run(_ path: String, link: String, control: String, endsAfterScript: Bool) async throws {
        let script = try ScriptParser.script(try ScriptFile(path: path).text())
        let device = script.makeDevice(link: link)
        try await SimulatorProgram.run(device, link: link, control: control) {
            try await ScriptPlayer(script, device: device, clock: ContinuousClock()).run()
            StandardOutput.write(line: "played script=\(path)")
            return endsAfterScript
        }
    }

    /// Reads a script and does nothing with it. Throws `rehearsal.script.*`.
    package static func check(_ path: String) throws(KioskError) {
        _ = try ScriptParser.script(try ScriptFile(path: path).text())
    }
}
