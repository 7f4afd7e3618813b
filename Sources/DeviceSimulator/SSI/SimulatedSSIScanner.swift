import Claims
import NIOCore
package import WireAPI

/// A scanner on a pseudo-terminal that speaks Zebra's SSI.
package actor SimulatedSSIScanner: SimulatedDevice {
    private let scanner: Shared<SSIScanner>
    private let port: SimulatedPort

    /// - Parameter link: where the device appears; it is not plugged in yet.
    package init(link: String, setup: SSISetup = SSISetup(), pace: LinePace) {
        let scanner = Shared(SSIScanner(setup))
        self.scanner = scanner
        port = SimulatedPort(link: link, pace: pace) { channel in
            try channel.pipeline.syncOperations.addHandler(LineMachineHandler(machine: scanner))
        }
    }

    package func state() async -> SimulatedDeviceState {
        SimulatedDeviceState(
            role: "scanner",
            plugged: await port.isPlugged,
            card: nil,
            choices: RehearsalCast.scanChoices,
            heard: scanner.use { $0.heard.words }
        )
    }

    package func plug() async throws {
        guard await !port.isPlugged else { return }
        scanner.use { $0.restart() }
        try await port.plug()
    }

    package func unplug() async throws { try await port.unplug() }

    package func perform(_ action: String, _ arguments: SimulatorAction) async throws {
        guard action == "scan" else { throw KioskError.noSuchAction(action, role: "scanner") }
        try await scan(arguments.text ?? "", .qr)
    }

    package func run(_ step: ScriptStep) async throws {
        switch step {
        case .scan(let text, let symbology): try await scan(text, symbology)
        case .scanner(.loseAcks(let count)): scanner.use { $0.acksToLose = count }
        case .plug: try await plug()
        case .unplug: try await unplug()
        case .line(let fault): try await port.apply(fault)
        case .tap, .lift, .answer, .printer: throw KioskError.noSuchStep(role: "scanner")
        }
    }

    private func scan(_ text: String, _ symbology: Symbology) async throws {
        guard await port.isPlugged else { throw KioskError.notPlugged }
        let messages = try scanner.use { scanner in
            Result { () throws(KioskError) in try scanner.scan(text, symbology) }
        }.get()
        for message in messages { try await port.send(message) }
    }
}
