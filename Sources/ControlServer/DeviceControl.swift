package import WireAPI

/// What the control socket asks the daemon to do. Errors are `KioskError`s; they become the answer.
package protocol DeviceControl: Sendable {
    func devices() async throws -> ControlDevices

    /// The devices as they are now, then whole again after every change. The newest is enough: what was not fetched in
    /// time may be dropped.
    func changes() async throws -> AsyncStream<ControlDevices>

    /// Reads a card or a code, or prints a page. Throws before the first line when it cannot begin; what happens later
    /// is a line with a problem.
    func test(_ request: ControlTarget) async throws -> AsyncStream<ControlTestLine>

    func bind(_ request: ControlBind, by user: String) async throws -> ControlBinding

    func unbind(_ request: ControlUnbind) async throws -> ControlBinding

    func order(_ request: ControlOrder) async throws -> ControlOrdered

    /// The text of a scrubbed `CaptureFile`.
    func record(_ request: ControlTarget, by user: String) async throws -> String

    /// Prometheus text format 0.0.4.
    func metrics() async throws -> String

    func configuration() async throws -> ControlConfiguration

    func health() async throws -> ControlHealth
}
