import Claims

/// Does a script's steps at their times, on the clock that it is given.
package struct ScriptPlayer<PlayerClock: Clock> where PlayerClock.Duration == Duration {
    private let script: SimulatorScript
    private let device: any SimulatedDevice
    private let clock: PlayerClock

    package init(_ script: SimulatorScript, device: any SimulatedDevice, clock: PlayerClock) {
        self.script = script
        self.device = device
        self.clock = clock
    }

    /// Returns after the last step.
    ///
    /// Throws `rehearsal.script.step-failed` with the line of a step that the device refused, and when cancelled.
    package func run() async throws {
        let start = clock.now
        for entry in script.entries {
            try Task.checkCancellation()
            switch entry.action {
            case .wait(let duration): try await clock.sleep(until: clock.now.advanced(by: duration), tolerance: nil)
            case .until(let duration):
                let time = start.advanced(by: duration)
                if clock.now < time { try await clock.sleep(until: time, tolerance: nil) }
            case .step(let step):
                do {
                    try await device.run(step)
                } catch {
                    throw KioskError(
                        .scriptStepFailed,
                        "Line \(entry.line) of the script could not be done",
                        remedy: "Read the cause; correct the script or what was done to the device besides",
                        cause: error
                    )
                }
            }
        }
    }
}
