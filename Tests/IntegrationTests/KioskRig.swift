import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import NIOCore
import NIOHTTP1
import WireAPI

/// Real programs on real pseudo-terminals in a folder of their own: a central, two simulated devices, a kiosk.
struct KioskRig: Sendable {
    let folder: String
    let client: HTTPClient

    static let startOfRehearsal = "2025-03-10T10:00:00+08:00"

    static func with<Value: Sendable>(_ body: (KioskRig) async throws -> Value) async throws -> Value {
        try await withTemporaryFolder { folder in
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            let rig = KioskRig(folder: folder, client: client)
            do {
                try rig.prepare()
                let value = try await body(rig)
                try await client.shutdown()
                return value
            } catch {
                try? await client.shutdown()
                throw error
            }
        }
    }

    var kioskStore: String { folder + "/kiosk" }
    var centralStore: String { folder + "/central" }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func prepare() throws {
        for name in ["kiosk", "central"] {
            try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        }
        try write(String(repeating: "5a", count: 32), to: "digest.key")
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    // MARK: The central

    @discardableResult
    func withCentral<Value: Sendable>(
        port: Int = 0,
        _ body: @escaping @Sendable (RunningProgram, _ address: String) async throws -> Value
    ) async throws -> Value {
        let config = try write(
            """
            mode: rehearsal
            listen: {host: 127.0.0.1, port: \(port)}
            stateDirectory: \(centralStore)
            digestKeyFile: \(path("digest.key"))
            rehearsal: {clock: "\(Self.startOfRehearsal)"}
            """,
            to: "central.yaml"
        )
        return try await RunningProgram.with("kiosk-central", ["serve", "--config", config]) { program in
            try await body(program, Self.address(in: try await program.log.line(holding: "address=")))
        }
    }

    func claims(at central: String) async throws -> [ClaimSummary] {
        let answer = try await client.execute(
            HTTPClientRequest(url: central + "/v1/claims?limit=500"),
            timeout: .seconds(30)
        )
        let bytes = try await answer.body.collect(upTo: 4 << 20)
        return try JSONDecoder().decode(ClaimPage.self, from: Data(bytes.readableBytesView)).claims
    }

    // MARK: The devices

    @discardableResult
    func withDevices<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withDevice("id-card") { try await withDevice("scanner", body) }
    }

    private func withDevice<Value: Sendable>(
        _ role: String,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let arguments = [role, "--link", path("tty-\(role)"), "--control", path("\(role).sock")]
        return try await RunningProgram.with("kiosk-sim", arguments) { program in
            _ = try await program.log.line(holding: "ready")
            return try await body()
        }
    }

    func act(_ action: String, on role: String, _ body: SimulatorAction = SimulatorAction()) async throws {
        guard let url = URL(httpURLWithSocketPath: path("\(role).sock"), uri: "/v1/\(action)") else {
            throw TestFailure("no socket address")
        }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        let answer = try await client.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await answer.body.collect(upTo: 1 << 20))
        guard answer.status == .ok else { throw TestFailure("\(role) \(action): \(text)") }
    }

    func tap(_ person: String) async throws { try await act("tap", on: "id-card", SimulatorAction(person: person)) }

    func lift() async throws { try await act("lift", on: "id-card") }

    func scan(_ text: String) async throws { try await act("scan", on: "scanner", SimulatorAction(text: text)) }

    // MARK: The kiosk

    /// The kiosk's configuration; `changes` replaces or adds whole top-level keys.
    @discardableResult
    func writeKioskConfiguration(central: String, changes: [String: String] = [:]) throws -> String {
        let repository = RunningProgram.repository
        var keys = [
            "mode": "rehearsal",
            "kiosk": "{id: RH01, point: Test point}",
            "stateDirectory": kioskStore,
            "shareDirectory": "\(repository)/share",
            "programme": "\(repository)/config/programmes/doilungdeqen-2025.yaml",
            "digestKeyFile": path("digest.key"),
            "counter": "{host: 127.0.0.1, port: 0}",
            "central": "{url: \"\(central)\", backOff: {firstMilliseconds: 50, longestSeconds: 1}}",
            "registry": "\(repository)/config/rehearsal/registry.yaml",
            "rehearsal":
                "{clock: \"\(Self.startOfRehearsal)\", simulators: {id-card: \(path("id-card.sock")), scanner: \(path("scanner.sock"))}}",
            "devices":
                "[{role: id-card, driver: sdt, path: \(path("tty-id-card"))}, {role: scanner, driver: line, path: \(path("tty-scanner"))}]",
        ]
        for (key, value) in changes { keys[key] = value.isEmpty ? nil : value }
        let text = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined()
        return try write(text, to: "kiosk.yaml")
    }

    @discardableResult
    func withKiosk<Value: Sendable>(
        central: String,
        changes: [String: String] = [:],
        _ body: @escaping @Sendable (RunningProgram, CounterClient) async throws -> Value
    ) async throws -> Value {
        let config = try writeKioskConfiguration(central: central, changes: changes)
        return try await RunningProgram.with("kioskd", ["--config", config]) { program in
            let line = try await program.log.line(holding: "address=")
            return try await body(program, CounterClient(client: client, address: Self.address(in: line)))
        }
    }

    private static func address(in line: String) throws -> String {
        guard let field = line.split(separator: " ").first(where: { $0.hasPrefix("address=http") }) else {
            throw TestFailure("no address in: \(line)")
        }
        return field.dropFirst("address=".count).filter { $0 != "\"" }
    }
}
