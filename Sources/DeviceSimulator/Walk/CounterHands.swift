package import AsyncHTTPClient
import Claims
import NIOHTTP1
import WireAPI

/// Whoever lays cards and scans codes at a counter during a `ClaimWalk`.
package protocol CounterHands: Sendable {
    func tap(_ person: String) async throws
    func lift() async throws
    func scan(_ text: String) async throws
}

/// Hands that reach the simulated devices over their control sockets.
package struct SimulatorHands: CounterHands {
    private let reader: JSONClient
    private let scanner: JSONClient

    /// - Parameters:
    ///   - idCard: path of the control socket of the ID-card reader.
    ///   - scanner: path of the control socket of the scanner.
    package init(idCard: String, scanner: String, client: HTTPClient) {
        self.reader = Self.client(idCard, client)
        self.scanner = Self.client(scanner, client)
    }

    /// Each throws `rehearsal.simulator-unreachable`, or what the device answered.
    package func tap(_ person: String) async throws { try await post(reader, "tap", SimulatorAction(person: person)) }

    package func lift() async throws { try await post(reader, "lift", SimulatorAction()) }

    package func scan(_ text: String) async throws { try await post(scanner, "scan", SimulatorAction(text: text)) }

    private func post(_ device: JSONClient, _ action: String, _ arguments: SimulatorAction) async throws {
        let _: SimulatedDeviceState = try await device.send(.POST, "/v1/\(action)", arguments)
    }

    private static func client(_ socket: String, _ client: HTTPClient) -> JSONClient {
        JSONClient(
            client: client,
            base: JSONClient.base(socket: socket),
            unreachable: KioskError(
                .simulatorUnreachable,
                "The simulated device at \(socket) does not answer",
                remedy: "Start it with kiosk-sim and give the path of its control socket"
            )
        )
    }
}
