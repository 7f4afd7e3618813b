import Claims
import ControlSocket
package import Devices
import Glibc
import ReaderProtocols
import Settings
package import WireAPI

/// What the commands of `kioskctl` do. Each gives the process's exit code, `ToolExit`.
package struct KioskTool: Sendable {
    package static let usualSettings = "/etc/recycling-kiosk/kiosk.yaml"

    let client: ControlClient
    let terminal: Terminal
    let isJSON: Bool

    package init(socket: String, isJSON: Bool, terminal: Terminal = .standard) {
        client = ControlClient(socket: Self.absolute(socket))
        self.terminal = terminal
        self.isJSON = isJSON
        // A pipe that is closed must end in the exit code of a failed write, not in a signal.
        signal(SIGPIPE, SIG_IGN)
    }

    /// The daemon knows nothing of the folder that this program was started in.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), path.contains("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    private var commands: DeviceCommands { DeviceCommands(client: client, terminal: terminal, isJSON: isJSON) }

    package func list() async -> Int32 { await guarded { try await commands.list() } }

    package func watch() async -> Int32 { await guarded { try await commands.watch() } }

    package func bind(_ request: ControlBind) async -> Int32 { await guarded { try await commands.bind(request) } }

    package func order(_ request: ControlOrder) async -> Int32 { await guarded { try await commands.order(request) } }

    package func unbind(_ target: String) async -> Int32 {
        let isRole = DeviceRole(rawValue: target) != nil
        return await guarded {
            let request = isRole ? ControlUnbind(role: target) : ControlUnbind(device: Self.absolute(target))
            return try await commands.unbind(request)
        }
    }

    /// With a driver the tool reads the device at a path by itself; when the daemon has it, the daemon is asked.
    package func test(_ target: String, settings: DriverSettings?, seconds: Int) async -> Int32 {
        await guarded {
            guard let settings else { return try await commands.test(Self.absolute(target), seconds: seconds) }
            let device = try LocalDevice(path: target, settings: settings)
            return try await locally(target) {
                let view = TestView(terminal: terminal, isJSON: isJSON)
                let outcome = Outcome()
                try await device.test(within: .seconds(seconds)) { line in
                    view.show(line)
                    if line.isLast { outcome.code = view.exitCode(of: line) }
                }
                return outcome.code
            } orAsk: {
                try await commands.test(Self.absolute(target), seconds: seconds)
            }
        }
    }

    /// - Parameter out: a file to make, or nil for standard output.
    package func record(_ target: String, settings: DriverSettings?, seconds: Int, out: String?) async -> Int32 {
        await guarded {
            if let out { try CaptureText.checkCanMake(out) }
            let text: String
            if let settings {
                let device = try LocalDevice(path: target, settings: settings)
                text = try await locally(target) {
                    try await device.record(
                        for: .seconds(seconds),
                        when: LocalMachine().now.description,
                        who: Self.userName,
                        report: { terminal.note("… \($0)") }
                    ).text
                } orAsk: {
                    try await commands.record(Self.absolute(target), seconds: seconds)
                }
            } else {
                text = try await commands.record(Self.absolute(target), seconds: seconds)
            }
            guard let out else {
                terminal.print(text)
                return ToolExit.done
            }
            try CaptureText.write(text, to: out)
            terminal.note("written to \(out)")
            terminal.note("Cards and long numbers in it are made up; other text that was scanned is not.")
            return ToolExit.done
        }
    }

    /// - Parameter link: plays the capture there until the process is stopped, instead of reading it.
    package func replay(_ file: String, link: String?) async -> Int32 {
        await guarded {
            let replay = try CaptureReplay(try CaptureText.read(file))
            if let link {
                try await replay.serve(at: link) { path in
                    terminal.note("played at \(link) (\(path)); stop it with Ctrl-C")
                }
            } else {
                let view = TestView(terminal: terminal, isJSON: isJSON)
                try await replay.run { view.show($0) }
            }
            return ToolExit.done
        }
    }

    package func checkSettings(_ file: String) -> Int32 {
        do {
            terminal.print(try SettingsCheck(file).text(isJSON: isJSON))
            return ToolExit.done
        } catch {
            return ToolExit.report(error, json: isJSON, on: terminal)
        }
    }

    package func doctor(settings file: String) async -> Int32 {
        var kiosk = Doctor.Case()
        kiosk.controlSocket = client.socket
        do {
            let settings = try KioskSettings.load(file)
            kiosk.stateDirectory = settings.stateDirectory
            kiosk.counterGroup = settings.counter.group
            kiosk.devices = settings.devices.map(DeviceNeed.init)
        } catch {
            kiosk.settingsProblem = error
        }
        do {
            kiosk.daemon = try await client.get("/v1/devices", as: ControlDevices.self)
            kiosk.health = try await client.get("/v1/health", as: ControlHealth.self).problems
        } catch {
            kiosk.daemonProblem = error as? KioskError
        }
        let report = DoctorReport(Doctor(kiosk, on: LocalMachine()).findings())
        terminal.print(isJSON ? JSONText.pretty(report) : report.text(on: terminal))
        return report.exitCode
    }

    /// Runs `body`; when another program has the line, says which, and when that is the daemon, asks it instead.
    private func locally<Value>(
        _ path: String,
        _ body: () async throws -> Value,
        orAsk ask: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as KioskError where error.code == .readerBusy {
            let machine = LocalMachine()
            let holders = DeviceHolders(machine).holders(of: machine.resolved(path) ?? path)
            if holders.contains(where: { $0.program == "kioskd" }) {
                terminal.note("… the daemon has \(path) open; asking the daemon")
                return try await ask()
            }
            guard let holder = holders.first else { throw error }
            throw KioskError(
                .readerBusy,
                "\(holder.program) (process \(holder.pid)) has \(path) open",
                remedy:
                    "stop it, then try again: kill \(holder.pid), or find its service with systemctl status \(holder.pid)"
            )
        }
    }

    func guarded(_ body: () async throws -> Int32) async -> Int32 {
        do {
            return try await body()
        } catch {
            return ToolExit.report(error, json: isJSON, on: terminal)
        }
    }

    static var userName: String {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "\(getuid())" }
        return String(cString: name)
    }
}

extension DeviceNeed {
    init(_ device: DeviceSettings) {
        var path: String?
        if case .path(let fixed) = device.identity { path = fixed }
        self.init(role: device.role.rawValue, driver: device.settings.driver.rawValue, path: path)
    }
}
