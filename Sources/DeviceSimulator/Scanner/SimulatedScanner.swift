import Claims
import NIOCore
package import WireAPI

/// A barcode scanner on a pseudo-terminal that sends each code as a line.
package actor SimulatedScanner: SimulatedDevice {
    private let scanner: Shared<LineScanner>
    private let port: SimulatedPort

    /// - Parameter link: where the device appears; it is not plugged in yet.
    package init(link: String, setup: ScannerSetup = ScannerSetup(), pace: LinePace) {
        let scanner = Shared(LineScanner(setup))
        self.scanner = scanner
        port = SimulatedPort(link: link, pace: pace) { channel in
            try channel.pipeline.syncOperations.addHandler(LineMachineHandler(machine: scanner))
        }
    }

    package init(link: String, terminator: ScannerSetup.Ending, pace: LinePace) {
        var setup = ScannerSetup()
        setup.ending = terminator
        self.init(link: link, setup: setup, pace: pace)
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
        case .plug: try await plug()
        case .unplug: try await unplug()
        case .line(let fault): try await port.apply(fault)
        case .tap, .lift, .answer, .scanner, .printer: throw KioskError.noSuchStep(role: "scanner")
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
