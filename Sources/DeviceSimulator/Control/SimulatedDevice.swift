package import WireAPI

/// A device that the control interface plays.
package protocol SimulatedDevice: Sendable {
    func state() async -> SimulatedDeviceState

    /// Does nothing when it is plugged in already.
    func plug() async throws

    /// Takes the device away as if its cable was pulled. Does nothing when it is not plugged in.
    func unplug() async throws

    /// `tap`, `lift` or `scan`. Throws `rehearsal.simulator-refused` for one that this device does not have, and when
    /// it cannot be done now.
    func perform(_ action: String, _ arguments: SimulatorAction) async throws

    /// Does one step of a script. Throws `rehearsal.simulator-refused` for one that this device does not have, and
    /// when it cannot be done now.
    func run(_ step: ScriptStep) async throws
}
