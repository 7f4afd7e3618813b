import Claims
import ControlServer
import ControlSocket
import Foundation
import Glibc
import KioskTestSupport
import KioskTools
import Logging
import ServiceLifecycle
import Testing
import WireAPI

/// The program itself, against a control socket.
struct ToolProcessTests {
    /// One scanner; every test ends with a masked code.
    private struct Daemon: DeviceControl {
        private var snapshot: ControlDevices {
            let scanner = ControlDevice(
                id: "serial:0c2e:0720:00:S1",
                node: "/dev/ttyACM0",
                subsystem: "tty",
                takenFor: .init(kind: .device, name: "Honeywell", why: "table", explanation: "known"),
                assignment: .init(state: .active, role: "scanner", why: "match", explanation: "known")
            )
            return ControlDevices(
                devices: [scanner],
                missing: [],
                discovery: .init(hasUdev: true, overflows: 0, rescans: 0)
            )
        }

        func devices() async throws -> ControlDevices { snapshot }

        func changes() async throws -> AsyncStream<ControlDevices> {
            AsyncStream { continuation in
                continuation.yield(snapshot)
                continuation.yield(snapshot)
                continuation.finish()
            }
        }

        func test(_ request: ControlTarget) async throws -> AsyncStream<ControlTestLine> {
            guard request.target == "scanner" else {
                throw KioskError(.controlDeviceUnknown, "no device \(request.target)", remedy: "list them")
            }
            return AsyncStream { continuation in
                continuation.yield(ControlTestLine(progress: "scan a code", at: 0))
                continuation.yield(ControlTestLine(scan: ControlScanRead(text: "6299990000000000008"), at: 42))
                continuation.finish()
            }
        }

        func bind(_ request: ControlBind, by user: String) async throws -> ControlBinding {
            ControlBinding(role: request.role, device: request.device, explanation: "aim \(request.aim == true)")
        }

        func unbind(_ request: ControlUnbind) async throws -> ControlBinding {
            ControlBinding(role: request.role ?? "-", device: request.device ?? "-", explanation: "gone")
        }

        func order(_ request: ControlOrder) async throws -> ControlOrdered {
            request.command == "identify"
                ? ControlOrdered(outcome: .accepted, answer: "V1.2") : ControlOrdered(outcome: .unsupported)
        }

        func record(_ request: ControlTarget, by user: String) async throws -> String { "# kiosk-capture 1\n" }
        func metrics() async throws -> String { "" }
        func configuration() async throws -> ControlConfiguration { throw CancellationError() }
        func health() async throws -> ControlHealth { throw CancellationError() }
    }

    private func serving<Value: Sendable>(
        _ body: @escaping @Sendable (_ socket: String) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/control.sock"
            let (listening, continuation) = AsyncStream.makeStream(of: Void.self)
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let service = ControlService(
                path: path,
                control: Daemon(),
                access: ControlAccess(ownUser: geteuid()),
                logger: logger
            ) { continuation.yield() }
            let group = ServiceGroup(services: [service], gracefulShutdownSignals: [], logger: logger)
            let running = Task { try await group.run() }
            for await _ in listening { break }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(path))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            _ = await running.result
            return try result.get()
        }
    }

    private func tool(_ arguments: String...) async throws -> (status: Int32, output: String, errors: String) {
        try await RunningProgram.output(of: "kioskctl", arguments)
    }

    @Test func `devices are listed for people without colours in a pipe, and for programs`() async throws {
        try await serving { socket in
            let list = try await tool("devices", "list", "--socket", socket)
            #expect(list.status == 0 && list.output.contains("/dev/ttyACM0") && !list.output.contains("\u{1B}"))
            let json = try await tool("devices", "--json", "--socket", socket)
            let devices = try JSONDecoder().decode(ControlDevices.self, from: Data(json.output.utf8))
            #expect(devices.devices.map(\.node) == ["/dev/ttyACM0"])
            // The daemon ended the stream: that is no success.
            let watch = try await tool("devices", "watch", "--json", "--socket", socket)
            #expect(watch.status == 69 && watch.output.split(separator: "\n").count == 2)
        }
    }

    @Test func `a test shows the masked result, and its failure ends with 1`() async throws {
        try await serving { socket in
            let good = try await tool("devices", "test", "scanner", "--socket", socket)
            #expect(good.status == 0 && good.output.contains("***************0008"))
            #expect(good.errors.contains("… scan a code"))
            let bad = try await tool("devices", "test", "printer", "--socket", socket, "--json")
            #expect(bad.status == 1)
            let error = try JSONDecoder().decode(ErrorBody.self, from: Data(bad.errors.utf8)).error
            #expect(error.code == "control.device-unknown")
        }
    }

    @Test func `options of bind and the role of unbind reach the daemon`() async throws {
        try await serving { socket in
            let bound = try await tool(
                "devices",
                "bind",
                "/dev/ttyACM0",
                "--role",
                "scanner",
                "--aim",
                "--socket",
                socket
            )
            #expect(
                bound.status == 0 && bound.output.contains("/dev/ttyACM0 is bound to scanner")
                    && bound.output.contains("aim true")
            )
            let role = try await tool("devices", "unbind", "scanner", "--json", "--socket", socket)
            #expect(try JSONDecoder().decode(ControlBinding.self, from: Data(role.output.utf8)).role == "scanner")
        }
    }

    @Test func `a scanner's answer to an order is shown, and one it does not know is a problem`() async throws {
        try await serving { socket in
            let told = try await tool("devices", "order", "scanner", "identify", "--socket", socket)
            #expect(told.status == 0 && told.output.contains("V1.2"))
            let unknown = try await tool("devices", "order", "scanner", "beep-bad", "--socket", socket)
            #expect(unknown.status == 1 && unknown.output.contains("no such command"))
        }
    }

    @Test func `each way to fail has its exit code`() async throws {
        #expect(try await tool("devices", "list", "--socket", "/nonexistent/control.sock").status == 69)
        #expect(try await tool("devices", "test", "x", "--seconds", "0").status == 64)
        #expect(try await tool("config", "check", "/nonexistent.yaml").status == 1)
        #expect(ToolExit.code(for: KioskError(.controlDenied, "no", remedy: "ask")) == 77)
    }

    @Test(arguments: [
        (["queue", "list", "--limit", "0"], "--limit is 1 to 500"),
        (["queue", "list", "--after", "-1"], "--after"),
        (["audit", "--limit", "501"], "--limit is 1 to 500"),
        (["queue", "slip", "--day", "2025-3-10"], "YYYY-MM-DD"),
        (["queue", "slip", "--day", "2025-02-30"], "a day that there is"),
        (["queue", "slip", "--day", "2025-03-10", "--language", "fr"], "zh-CN, bo, en"),
    ])
    func `a wrong command line ends with 64 before the daemon is asked, and says what is right`(
        arguments: [String],
        told: String
    ) async throws {
        let end = try await RunningProgram.output(of: "kioskctl", arguments + ["--socket", "/nonexistent/x.sock"])
        #expect(end.status == 64 && end.errors.contains(told), "\(end.errors)")
    }

    @Test func `a daemon that does not run, and a path too long for a socket, are told without a library's words`()
        async throws
    {
        let none = try await tool("devices", "list", "--socket", "/nonexistent/control.sock")
        #expect(none.errors.contains("nobody answers there (No such file or directory) [control.unreachable]"))
        let long = try await tool("devices", "list", "--socket", "/" + String(repeating: "a", count: 107))
        #expect(long.status == 69 && long.errors.contains("has 108 bytes, and the system takes at most 107"))
        for errors in [none.errors, long.errors] { #expect(!errors.contains("errno") && errors.contains("  → ")) }
    }

    @Test func `a copy is not restored without the state folder, and how to make it is said`() async throws {
        try await withTemporaryFolder { folder in
            let sample = try String(contentsOfFile: "\(RunningProgram.repository)/config/kiosk.yaml", encoding: .utf8)
            let settings = sample.replacing(
                "stateDirectory: /var/lib/recycling-kiosk",
                with: "stateDirectory: \(folder)/no"
            )
            try settings.write(toFile: "\(folder)/kiosk.yaml", atomically: true, encoding: .utf8)
            try Data("copy".utf8).write(to: URL(filePath: "\(folder)/copy"))
            let end = try await tool("restore", "\(folder)/copy", "--config", "\(folder)/kiosk.yaml")
            #expect(
                end.status == 1 && end.errors.contains("the state folder \(folder)/no is not there"),
                "\(end.errors)"
            )
            #expect(end.errors.contains("install -d -m 0700 -o kioskd -g kioskd \(folder)/no"))
        }
    }

    @Test func `what is no kioskd is told apart from nobody`() async throws {
        try await withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/file"))
            let error = await #expect(throws: KioskError.self) {
                _ = try await ControlClient(socket: "\(folder)/file").get("/v1/devices", as: ControlDevices.self)
            }
            #expect(error?.code == .controlUnreachable)
        }
        try await serving { socket in
            let error = await #expect(throws: KioskError.self) {
                _ = try await ControlClient(socket: socket).get("/v1/devices", as: ControlHealth.self)
            }
            #expect(error?.code == .controlAnswer)
        }
    }

    @Test func `completions and the dump for man pages are there`() async throws {
        #expect(try await tool("--generate-completion-script", "bash").output.contains("_kioskctl"))
        #expect(try await tool("--experimental-dump-help").output.contains("\"commandName\""))
    }
}
