import Claims
package import ControlSocket
import NIOHTTP1
package import WireAPI

/// What the `devices` commands do through the daemon.
package struct DeviceCommands: Sendable {
    private let client: ControlClient
    private let terminal: Terminal
    private let isJSON: Bool

    package init(client: ControlClient, terminal: Terminal, isJSON: Bool) {
        self.client = client
        self.terminal = terminal
        self.isJSON = isJSON
    }

    package func list() async throws -> Int32 {
        show(try await client.get("/v1/devices", as: ControlDevices.self))
        return ToolExit.done
    }

    /// Shows the devices anew after every change, until the daemon ends or `limit` snapshots were shown.
    package func watch(limit: Int = .max) async throws -> Int32 {
        var count = 0
        try await client.lines(.GET, "/v1/devices/events", of: ControlDevices.self) { snapshot in
            if isJSON {
                terminal.print(JSONText.line(snapshot))
            } else {
                if count > 0 { terminal.print("") }
                show(snapshot)
            }
            count += 1
            return count < limit
        }
        guard count < limit else { return ToolExit.done }
        throw KioskError(.controlUnreachable, "the daemon stopped", remedy: "systemctl status kioskd")
    }

    package func test(_ target: String, seconds: Int) async throws -> Int32 {
        let view = TestView(terminal: terminal, isJSON: isJSON)
        var code = ToolExit.problem
        try await client.lines(
            .POST,
            "/v1/devices/test",
            ControlTarget(target: target, seconds: seconds),
            of: ControlTestLine.self
        ) { line in
            view.show(line)
            if line.isLast { code = view.exitCode(of: line) }
            return !line.isLast
        }
        return code
    }

    package func bind(_ request: ControlBind) async throws -> Int32 {
        show(try await client.post("/v1/devices/bind", request, as: ControlBinding.self), "bound to")
        return ToolExit.done
    }

    package func unbind(_ request: ControlUnbind) async throws -> Int32 {
        show(try await client.post("/v1/devices/unbind", request, as: ControlBinding.self), "no longer bound to")
        return ToolExit.done
    }

    package func order(_ request: ControlOrder) async throws -> Int32 {
        let ordered = try await client.post("/v1/devices/order", request, as: ControlOrdered.self)
        if isJSON {
            terminal.print(JSONText.line(ordered))
        } else {
            terminal.print(ordered.answer ?? ordered.outcome.explanation)
        }
        return [.accepted, .sent].contains(ordered.outcome) ? ToolExit.done : ToolExit.problem
    }

    /// The capture's text, scrubbed by the daemon.
    package func record(_ target: String, seconds: Int) async throws -> String {
        try await client.text(
            .POST,
            "/v1/devices/record",
            ControlTarget(target: target, seconds: seconds),
            seconds: seconds + 30
        )
    }

    private func show(_ devices: ControlDevices) {
        terminal.print(isJSON ? JSONText.pretty(devices) : DeviceListing(devices, on: terminal).text)
    }

    private func show(_ binding: ControlBinding, _ verb: String) {
        guard !isJSON else { return terminal.print(JSONText.pretty(binding)) }
        let device = Terminal.harmless(binding.device)
        terminal.print("\(device) is \(verb) \(binding.role).\n  \(Terminal.harmless(binding.explanation))")
    }
}

extension ControlOrdered.Outcome {
    fileprivate var explanation: String {
        switch self {
        case .accepted: "done"
        case .sent: "sent; this kind of scanner does not say whether it did it"
        case .refused: "the scanner refused"
        case .unanswered: "the scanner did not answer: is it on, and is its command set the one that was bound?"
        case .unsupported: "this scanner has no such command; see --commands of kioskctl devices bind"
        }
    }
}
