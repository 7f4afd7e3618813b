import AsyncHTTPClient
import Claims
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Testing
import WireAPI

@testable import DeviceSimulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The control interface over its real Unix socket.
struct ControlTests {
    private let folder: String
    private var link: String { folder + "/device" }
    private var socket: String { folder + "/run/control" }

    init() throws { folder = try temporaryFolder() }

    private func reader() -> SimulatedIDCardReader { SimulatedIDCardReader(link: link, pace: .immediate) }

    /// Runs the device while `body` runs, then stops it as a signal would.
    private func withService(_ device: any SimulatedDevice, _ body: () async throws -> Void) async throws {
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let service = SimulatorService(device: device, control: socket, logger: Logger(label: "test")) {
            continuation.yield()
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test")
            )
        )
        async let run: Void = {
            defer { continuation.finish() }
            try await group.run()
        }()
        for await _ in ready {
            do {
                try await body()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
        }
        try await run
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ body: String? = nil
    ) async throws -> (status: UInt, body: Data) {
        var request = HTTPClientRequest(url: JSONClient.base(socket: socket) + path)
        request.method = method
        // The next device answers at the same address: no connection to this one may be kept for it.
        request.headers.add(name: "connection", value: "close")
        request.body = body.map { .bytes(ByteBuffer(string: $0)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return (answer.status.code, Data(try await answer.body.collect(upTo: 1 << 20).readableBytesView))
    }

    private func state(_ answer: (status: UInt, body: Data)) throws -> SimulatedDeviceState {
        #expect(answer.status == 200)
        return try JSONDecoder().decode(SimulatedDeviceState.self, from: answer.body)
    }

    private func code(_ answer: (status: UInt, body: Data)) throws -> String {
        try JSONDecoder().decode(ErrorBody.self, from: answer.body).error.code
    }

    @Test func `a card is tapped and lifted, the plug pulled and put back`() async throws {
        try await withService(reader()) {
            var now = try state(await send(.GET, "/v1/state"))
            #expect(now.role == "id-card" && now.plugged && now.card == nil)
            #expect(now.choices == RehearsalCast.cardChoices)
            now = try state(await send(.POST, "/v1/tap", #"{"person":"owner-2"}"#))
            #expect(now.card == "owner-2")
            #expect(try await RawTerminal(link).ask(Published.find, for: 15) == Published.found)
            #expect(try state(await send(.POST, "/v1/unplug")).plugged == false)
            #expect(!exists(link))
            #expect(try state(await send(.POST, "/v1/plug", "{}")).plugged)
            #expect(exists(link))
            #expect(try state(await send(.POST, "/v1/lift", "{}")).card == nil)
        }
    }

    @Test func `a scan goes out on the line`() async throws {
        try await withService(SimulatedScanner(link: link, terminator: .crlf, pace: .immediate)) {
            let line = try RawTerminal(link)
            let now = try state(await send(.POST, "/v1/scan", #"{"text":"拉萨A00101"}"#))
            #expect(now.role == "scanner" && now.choices == RehearsalCast.scanChoices)
            #expect(try await line.receive(14).bytes == Array("拉萨A00101\r\n".utf8))
        }
    }

    @Test func `a step of the script language does what it says`() async throws {
        try await withService(reader()) {
            _ = try state(await send(.POST, "/v1/step", #"{"step":"answer 60"}"#))
            #expect(
                try await RawTerminal(link).ask(Published.status, for: 11)
                    == bytes("AA AA AA 96 69 00 04 00 00 60 64")
            )
            #expect(
                try code(await send(.POST, "/v1/step", #"{"step":"wait 3s"}"#)) == "rehearsal.script.not-understood"
            )
            #expect(try code(await send(.POST, "/v1/step", #"{"step":"paper out"}"#)) == "rehearsal.simulator-refused")
        }
    }

    @Test(arguments: [
        ("/v1/tap", #"{"person":"nobody"}"#, 409 as UInt, "rehearsal.simulator-refused"),
        ("/v1/tap", "{}", 409, "rehearsal.simulator-refused"),
        ("/v1/tap", "", 409, "rehearsal.simulator-refused"),
        ("/v1/scan", #"{"text":"A"}"#, 409, "rehearsal.simulator-refused"),
        ("/v1/tap", "not JSON", 400, "request.malformed"), ("/v1/tap", #"{"person":1}"#, 400, "request.malformed"),
        ("/v1/tap", "[]", 400, "request.malformed"), ("/v1/burn", "{}", 404, "request.not-found"),
        ("/v1/tap", #"{"person":""# + String(repeating: "x", count: 30_000) + #""}"#, 413, "request.too-large"),
    ])
    func `bad input is refused with a code and changes nothing`(
        _ path: String,
        _ body: String,
        _ status: UInt,
        _ expected: String
    ) async throws {
        try await withService(reader()) {
            let answer = try await send(.POST, path, body)
            #expect(answer.status == status)
            #expect(try code(answer) == expected)
            let now = try state(await send(.GET, "/v1/state"))
            #expect(now.card == nil && now.plugged)
        }
    }

    @Test func `nothing can be tapped or scanned on a device that is not plugged in`() async throws {
        try await withService(reader()) {
            _ = try await send(.POST, "/v1/unplug")
            let answer = try await send(.POST, "/v1/tap", #"{"person":"owner-1"}"#)
            #expect(answer.status == 409)
            #expect(try state(await send(.GET, "/v1/state")).card == nil)
        }
        try await withService(SimulatedScanner(link: link, terminator: .cr, pace: .immediate)) {
            _ = try await send(.POST, "/v1/unplug")
            let answer = try await send(.POST, "/v1/scan", #"{"text":"A"}"#)
            #expect(try code(answer) == "rehearsal.simulator-refused")
        }
    }

    @Test func `only its user may use the socket, and at the end neither socket nor link is left`() async throws {
        try await withService(reader()) {
            let attributes = try FileManager.default.attributesOfItem(atPath: socket)
            #expect(attributes[.posixPermissions] as? UInt == 0o600)
            // Leaves a connection open behind it: the end must not wait for it.
            _ = try await send(.GET, "/v1/state")
        }
        #expect(!exists(socket))
        #expect(!exists(link))
    }

    @Test func `a socket that a killed run left is replaced`() async throws {
        try #require(mkdir(folder + "/run", 0o700) == 0)
        try leaveSocket(at: socket)
        try makeLink(link, to: "/dev/pts/no-such-line")
        try await withService(reader()) {
            let now = try state(await send(.GET, "/v1/state"))
            #expect(now.plugged)
            #expect(try await RawTerminal(link).ask(Published.status, for: 11) == Published.done)
        }
    }

    @Test func `a socket that another simulator serves is left alone`() async throws {
        try await withService(reader()) {
            let second = SimulatorService(device: reader(), control: socket, logger: Logger(label: "test")) {}
            await #expect { try await second.run() } throws: { ($0 as? KioskError)?.code == .listenInUse }
            let now = try state(await send(.GET, "/v1/state"))
            #expect(now.plugged)
            #expect(try await RawTerminal(link).ask(Published.status, for: 11) == Published.done)
        }
    }

    @Test func `a path that is no socket, or too long for one, is refused and left alone`() async throws {
        try makeFile(folder + "/file")
        for path in [folder + "/file", folder + "/file/below", folder + "/" + String(repeating: "x", count: 120)] {
            let service = SimulatorService(device: reader(), control: path, logger: Logger(label: "test")) {}
            await #expect { try await service.run() } throws: { ($0 as? KioskError)?.code == .listenFailed }
        }
        #expect(exists(folder + "/file"))
        #expect(!exists(link))
    }

    /// Binds and closes without removing, as a killed process does.
    private func leaveSocket(at path: String) throws {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { _ = close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }
}
