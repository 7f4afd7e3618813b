import AsyncHTTPClient
import Claims
import CounterServer
import NIOCore
import NIOHTTP1
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reaches the simulated devices of a rehearsal over their control sockets.
struct SimulatorClient: SimulatorControl {
    /// Socket paths by role.
    let sockets: [String: String]
    let client: HTTPClient

    private static let timeout = TimeAmount.seconds(5)
    private static let maximumAnswer = 256 * 1_024

    func state() async throws -> RehearsalView {
        var devices: [SimulatedDeviceState] = []
        for role in sockets.keys.sorted() {
            devices.append(try await send(.GET, "/v1/state", body: nil, to: role))
        }
        return RehearsalView(devices: devices)
    }

    func perform(_ action: String, _ body: SimulatorAction, on role: String) async throws -> SimulatedDeviceState {
        try await send(.POST, "/v1/\(action)", body: try JSONEncoder().encode(body), to: role)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        body: Data?,
        to role: String
    ) async throws -> SimulatedDeviceState {
        guard let socket = sockets[role], let url = URL(httpURLWithSocketPath: socket, uri: path) else {
            throw KioskError(
                .requestNotFound,
                "no simulated device has the role \(role)",
                remedy: "use a role of GET /v1/rehearsal"
            )
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let answer: HTTPClientResponse
        let bytes: Data
        do {
            answer = try await client.execute(request, timeout: Self.timeout)
            bytes = Data(try await answer.body.collect(upTo: Self.maximumAnswer).readableBytesView)
        } catch {
            throw KioskError(
                .simulatorUnreachable,
                "the simulated device \(role) does not answer",
                remedy: "start it again with kiosk-sim, or run scripts/demo anew",
                cause: error
            )
        }
        guard answer.status == .ok else {
            let detail = try? JSONDecoder().decode(ErrorBody.self, from: bytes).error
            throw KioskError(
                .simulatorRefused,
                detail?.message ?? "the simulated device \(role) refused (status \(answer.status.code))",
                remedy: detail?.remedy ?? "see docs/kiosk-sim.md"
            )
        }
        return try JSONDecoder().decode(SimulatedDeviceState.self, from: bytes)
    }
}
