import Claims
import NIOCore
package import WireAPI

/// An ID-card reader on a pseudo-terminal, with the cards of `RehearsalCast`.
package actor SimulatedIDCardReader: SimulatedDevice {
    private let reader: Shared<SDTReader>
    private let port: SimulatedPort
    /// The id of the person whose card lies on the reader. It stays there when the plug is pulled.
    private var person: String?

    /// - Parameter link: where the device appears; it is not plugged in yet.
    package init(link: String, setup: IDCardReaderSetup = IDCardReaderSetup(), pace: LinePace) {
        reader = Shared(SDTReader(setup))
        port = SimulatedPort(link: link, pace: pace) { [reader] channel in
            try channel.pipeline.syncOperations.addHandler(SDTLineHandler(reader: reader))
        }
    }

    package func state() async -> SimulatedDeviceState {
        SimulatedDeviceState(
            role: "id-card",
            plugged: await port.isPlugged,
            card: person,
            choices: RehearsalCast.cardChoices
        )
    }

    package func plug() async throws {
        guard await !port.isPlugged else { return }
        reader.use { $0.restart() }
        try await port.plug()
    }

    package func unplug() async throws { try await port.unplug() }

    package func perform(_ action: String, _ arguments: SimulatorAction) async throws {
        switch action {
        case "tap": try await tap(arguments.person)
        case "lift": lift()
        default: throw KioskError.noSuchAction(action, role: "id-card")
        }
    }

    package func run(_ step: ScriptStep) async throws {
        switch step {
        case .tap(let person): try await tap(person)
        case .lift: lift()
        case .answer(let status, let count): reader.use { $0.force(status, count: count) }
        case .plug: try await plug()
        case .unplug: try await unplug()
        case .line(let fault): try await port.apply(fault)
        case .scan, .scanner, .printer: throw KioskError.noSuchStep(role: "id-card")
        }
    }

    private func lift() {
        person = nil
        takeAway()
    }

    /// Any card, also of nobody in the cast; another one that lies there is lifted first.
    func lay(_ card: SimulatedCard) { reader.use { $0.lay(card) } }

    func takeAway() { reader.use { $0.lift() } }

    /// Lays the card on the reader; another one that lies there is lifted first.
    private func tap(_ id: String?) async throws {
        guard let id, let person = RehearsalCast.person(id) else {
            throw KioskError(
                .simulatorRefused,
                "There is no such person in the rehearsal",
                remedy: "Choose one of the ids in GET /v1/state"
            )
        }
        guard await port.isPlugged else { throw KioskError.notPlugged }
        self.person = id
        lay(person.card)
    }
}
