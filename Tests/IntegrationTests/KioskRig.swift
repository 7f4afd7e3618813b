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

    /// A Monday inside the programme's window, a working day, within the point's hours.
    static let startOfRehearsal = "2025-03-10T10:00:00+08:00"

    static var programme: String { RunningProgram.repository + "/config/programmes/doilungdeqen-2025.yaml" }

    /// Made-up keys, known to everybody.
    static var keys: String { RunningProgram.repository + "/config/rehearsal" }

    static func with<Value: Sendable>(_ body: (KioskRig) async throws -> Value) async throws -> Value {
        try await withTemporaryFolder { folder in
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            let rig = KioskRig(folder: folder, client: client)
            do {
                try await rig.prepare()
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

    /// Names of the photos that the kiosk keeps, half-written ones too.
    var photos: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: kioskStore + "/photos")) ?? []
        return all.filter { $0 != "folder-id" }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func prepare() async throws {
        for name in ["kiosk", "central"] {
            try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        }
        try write(String(repeating: "5a", count: 32), to: "digest.key")
        // The same key signs snapshots and certificates here; a programme has two.
        try await central(["key", "new", "--out", folder, "--name", "signing"])
        try await importRegistry()
        try write("supervisors:\n  - {id: \(Supervisor.id), pin: \"\(Supervisor.hash)\"}\n", to: "supervisors.yaml")
    }

    /// A supervisor of every rig.
    enum Supervisor {
        static let id = "S01"
        static let pin = "246810135791"
        /// What `kioskd --hash-pin` printed for the PIN.
        static let hash =
            "scrypt$14$0331ef8757cef41d58490622184971f7"
            + "$b8181109572727c2f8cd2a886f984c723339d67ab3048f300f8b17b399cfdd4d"
    }

    /// The programme's file with `changes`, each of which must be in it, and a version of its own.
    func changedProgramme(_ changes: [String: String]) throws -> String {
        var text = try String(contentsOfFile: Self.programme, encoding: .utf8)
        for (old, new) in changes.merging(
            ["version: \"2025": "version: \"test-2025"],
            uniquingKeysWith: { own, _ in own }
        ) {
            guard text.contains(old) else { throw TestFailure("the programme does not have “\(old)”") }
            text = text.replacing(old, with: new)
        }
        return try write(text, to: "programme.yaml")
    }

    /// One column of all notes of refusals and holds in the kiosk's store that stand.
    func standingNotes(_ column: String) async throws -> [String] {
        let query = "SELECT \(column) FROM ending WHERE taken_back_at IS NULL ORDER BY ended_at"
        return try await self.column(of: query, in: kioskStore + "/kiosk.sqlite")
    }

    /// The first column of what a query finds in a SQLite file.
    func column(of query: String, in file: String) async throws -> [String] {
        let end = try await RunningProgram.output(
            of: "/usr/bin/python3",
            [
                "-c", "import sqlite3,sys; [print(r[0]) for r in sqlite3.connect(sys.argv[1]).execute(sys.argv[2])]",
                file, query,
            ]
        )
        guard end.status == 0 else { throw TestFailure(end.errors) }
        return end.output.split(separator: "\n").map { String($0) }
    }

    /// Runs `kiosk-central` to its end, which must be a good one.
    @discardableResult
    func central(_ arguments: [String], status: Int32 = 0) async throws -> String {
        let end = try await RunningProgram.output(of: "kiosk-central", arguments)
        guard end.status == status else {
            throw TestFailure("kiosk-central \(arguments.prefix(2)): \(end.status) \(end.output)\(end.errors)")
        }
        return end.output
    }

    /// Puts a new snapshot in place, of the rehearsal's plates and of more lines if there are any.
    func importRegistry(asOf day: String = "2025-03-09", version: String = "r1", more: [String] = []) async throws {
        let extract = try String(
            contentsOfFile: RunningProgram.repository + "/config/rehearsal/registry.csv",
            encoding: .utf8
        )
        try write(extract + more.map { $0 + "\n" }.joined(), to: "registry.csv")
        try await central([
            "registry", "import", path("registry.csv"), "--rehearsal", "--out", path("registry.snapshot"),
            "--as-of", day, "--version", version, "--issuer", "made up", "--digest-key", path("digest.key"),
            "--signing-key", path("signing.key"),
        ])
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
        programme: String = Self.programme,
        clock: String = Self.startOfRehearsal,
        tls: String = "answerKey: \(Self.keys)/central.key",
        reviewers: String = "\(Self.keys)/reviewers.key",
        crashAt point: String? = nil,
        _ body: @escaping @Sendable (RunningProgram, _ address: String) async throws -> Value
    ) async throws -> Value {
        let config = try write(
            """
            mode: rehearsal
            listen: {host: 127.0.0.1, port: \(port)}
            stateDirectory: \(centralStore)
            programmes: [\(programme)]
            calendars: \(RunningProgram.repository)/config/calendars
            digestKeyFile: \(path("digest.key"))
            sealing: {reviewersKeys: [\(reviewers)], payersKeys: [\(Self.keys)/payers.pub]}
            signing: {key: \(path("signing.key")), company: 彩排再生资源有限公司, validDays: 730}
            rehearsal: {clock: "\(clock)"}
            \(tls)
            """,
            to: "central.yaml"
        )
        let environment = point.map { ["KIOSK_CRASH_AT": $0] } ?? [:]
        return try await RunningProgram.with(
            "kiosk-central",
            ["serve", "--config", config],
            environment: environment
        ) { program in
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

    func withDevice<Value: Sendable>(
        _ role: String,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let arguments = [role, "--link", path("tty-\(role)"), "--control", path("\(role).sock")]
        return try await RunningProgram.with("kiosk-sim", arguments) { program in
            _ = try await program.log.line(holding: "ready")
            return try await body()
        }
    }

    /// The kiosk's devices with a printer beside them, which prints in its own font where it can.
    var devicesWithPrinter: String {
        "[{role: id-card, driver: sdt, path: \(path("tty-id-card"))},"
            + " {role: scanner, driver: line, path: \(path("tty-scanner"))},"
            + " {role: printer, driver: escpos, baud: 115200, text: gb18030, path: \(path("tty-printer"))}]"
    }

    func withPrinter<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withDevice("printer", body)
    }

    /// All that the simulated printer has put on paper.
    func paper() async throws -> String {
        guard let url = URL(httpURLWithSocketPath: path("printer.sock"), uri: "/v1/state") else {
            throw TestFailure("no socket address")
        }
        let answer = try await client.execute(HTTPClientRequest(url: url.absoluteString), timeout: .seconds(10))
        return String(buffer: try await answer.body.collect(upTo: 1 << 20))
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
            "kiosk": "{id: RH01, point: dongga}",
            "stateDirectory": kioskStore,
            "shareDirectory": "\(repository)/share",
            "programme": Self.programme,
            "calendars": "\(repository)/config/calendars",
            "digestKeyFile": path("digest.key"),
            "sealing": "{keys: \(Self.keys)/sealing-keys, centralKey: \(Self.keys)/central.pub}",
            "counter": "{host: 127.0.0.1, port: 0}",
            "discovery": "false",
            "central": "{url: \"\(central)\", backOff: {firstMilliseconds: 50, longestSeconds: 1}}",
            "registry": "{snapshot: \(path("registry.snapshot")), publicKey: \(path("signing.pub"))}",
            "supervisors": path("supervisors.yaml"),
            "rehearsal": rehearsal(),
            "devices":
                "[{role: id-card, driver: sdt, path: \(path("tty-id-card"))}, {role: scanner, driver: line, path: \(path("tty-scanner"))}]",
        ]
        for (key, value) in changes { keys[key] = value.isEmpty ? nil : value }
        let text = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined()
        return try write(text, to: "kiosk.yaml")
    }

    /// The kiosk's block of that name, with a clock that starts then.
    func rehearsal(clock: String = startOfRehearsal) -> String {
        let sockets = "{id-card: \(path("id-card.sock")), scanner: \(path("scanner.sock"))}"
        return "{clock: \"\(clock)\", simulators: \(sockets)}"
    }

    @discardableResult
    func withKiosk<Value: Sendable>(
        central: String,
        changes: [String: String] = [:],
        crashAt point: String? = nil,
        _ body: @escaping @Sendable (RunningProgram, CounterClient) async throws -> Value
    ) async throws -> Value {
        let config = try writeKioskConfiguration(central: central, changes: changes)
        let environment = point.map { ["KIOSK_CRASH_AT": $0] } ?? [:]
        return try await RunningProgram.with("kioskd", ["--config", config], environment: environment) { program in
            try await body(program, try await counter(of: program))
        }
    }

    /// Once the kiosk says that it is ready.
    func counter(of kiosk: RunningProgram) async throws -> CounterClient {
        let line = try await kiosk.log.line(holding: "address=")
        return CounterClient(client: client, address: try Self.address(in: line))
    }

    private static func address(in line: String) throws -> String {
        guard let field = line.split(separator: " ").first(where: { $0.hasPrefix("address=http") }) else {
            throw TestFailure("no address in: \(line)")
        }
        return field.dropFirst("address=".count).filter { $0 != "\"" }
    }
}
