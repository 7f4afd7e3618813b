import Claims
import ControlServer
import Foundation
import InMemoryLogging
import KioskTestSupport
import Logging
import Testing
import WireAPI

struct ControlServiceTests {
    @Test func `lists devices, settings, health and metrics`() async throws {
        try await RunningControl.with { running in
            let devices = try await running.ask("/v1/devices".get)
            #expect(devices.status == 200)
            #expect(try devices.decoded(ControlDevices.self).devices == [FakeControl.scanner])
            #expect(try await running.ask("/v1/config".get).decoded(ControlConfiguration.self).kiosk == "DQ01")
            #expect(try await running.ask("/v1/health".get).decoded(ControlHealth.self).problems.isEmpty)
            #expect(try await running.ask("/metrics".get).body.contains("kiosk_reader_reads_total"))
            #expect(try await running.ask("/v1/nothing".get).status == 404)
        }
    }

    @Test func `a test answers line by line and shows no card number`() async throws {
        try await RunningControl.with { running in
            let answer = try await running.ask("POST", "/v1/devices/test", body: #"{"target":"scanner","seconds":5}"#)
            let lines = try answer.body.split(separator: "\n").map {
                try JSONDecoder().decode(ControlTestLine.self, from: Data($0.utf8))
            }
            #expect(lines.map(\.isLast) == [false, true])
            #expect(lines.last?.scan?.text == "***************0008" && lines.last?.scan?.isMasked == true)
            #expect(lines.last?.scan?.length == 19)
        }
    }

    @Test func `errors of the daemon come with their status, code and remedy`() async throws {
        try await RunningControl.with { running in
            let unknown = try await running.ask("POST", "/v1/devices/test", body: #"{"target":"printer"}"#)
            #expect(unknown.status == 404)
            #expect(try unknown.decoded(ErrorBody.self).error.code == "control.device-unknown")
            let long = try await running.ask("POST", "/v1/devices/test", body: #"{"target":"scanner","seconds":601}"#)
            #expect(long.status == 400)
            let both = try await running.ask("POST", "/v1/devices/unbind", body: #"{"role":"scanner","device":"x"}"#)
            #expect(both.status == 400)
            #expect(running.control.requests == ["test printer"])
        }
    }

    @Test func `bind and unbind are logged once each, with the user who did it`() async throws {
        try await RunningControl.with { running in
            _ = try await running.ask("POST", "/v1/devices/bind", body: #"{"device":"/dev/ttyUSB0","role":"id-card"}"#)
            _ = try await running.ask("POST", "/v1/devices/unbind", body: #"{"role":"scanner"}"#)
            let notes = running.log.entries.filter { $0.level == .notice }
            #expect(notes.map { "\($0.message)" } == ["device bound", "device unbound"])
            #expect(notes.first?.metadata["uid"] == "\(geteuid())")
            #expect(notes.first?.metadata["role"] == "id-card")
        }
    }

    @Test func `the recording says who asked for it`() async throws {
        try await RunningControl.with { running in
            let answer = try await running.ask("POST", "/v1/devices/record", body: #"{"target":"scanner","seconds":1}"#)
            let name = String(cString: getpwuid(geteuid()).pointee.pw_name)
            #expect(answer.body.contains("# who: \(name)"))
        }
    }

    /// Somebody's watch must not hold up the stop of the daemon, and curl must see a whole answer.
    @Test(.timeLimit(.minutes(1)))
    func `watching ends when the daemon stops`() async throws {
        let watch = try await RunningControl.with { running in
            let watch = Task { try await running.ask("/v1/devices/events".get) }
            try await wait(for: "the watch") { running.control.requests.contains("changes") }
            return watch
        }
        let answer = try await watch.value
        #expect(answer.status == 200)
        let line = try #require(answer.body.split(separator: "\n").first)
        #expect(try JSONDecoder().decode(ControlDevices.self, from: Data(line.utf8)).devices.count == 1)
    }
}

extension String {
    fileprivate var get: (String, String) { ("GET", self) }
}

extension RunningControl {
    fileprivate func ask(_ request: (String, String)) async throws -> Answer { try await ask(request.0, request.1) }
}

/// Only root can become somebody else.
@Suite(.enabled(if: geteuid() == 0, "only root can ask as another user"))
struct ControlPeerTests {
    @Test func `another user is refused, told what to do, and logged once`() async throws {
        try await RunningControl.with { running in
            let answer = try await running.ask("GET", "/v1/devices", as: (uid: 65_534, groups: []))
            #expect(answer.status == 403)
            let error = try answer.decoded(ErrorBody.self).error
            #expect(error.code == "control.denied" && error.remedy.contains("usermod -aG kiosk-supervisor"))
            #expect(running.control.requests.isEmpty)
            let refusals = running.log.entries.filter { $0.level == .warning }
            #expect(refusals.map { $0.metadata["uid"] } == ["65534"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a user who keeps connecting holds eight places, and the others are answered`() async throws {
        try await RunningControl.with { running in
            // Says how many of its forty connections were closed, and holds the others.
            let script = """
                import select, signal, socket, sys
                held = [socket.socket(socket.AF_UNIX) for _ in range(40)]
                for one in held: one.connect(sys.argv[1])
                closed = []
                while len(closed) < 32:
                    for one in select.select([one for one in held if one not in closed], [], [], 30)[0]:
                        one.close()
                        closed.append(one)
                    held = [one for one in held if one not in closed]
                print("closed", len(closed), "held", len(held), flush=True)
                signal.pause()
                """
            let arguments = [
                "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", script, running.path,
            ]
            try await RunningProgram.with("/usr/bin/setpriv", arguments) { greedy in
                let line = try await greedy.log.line(holding: "closed")
                #expect(line == "closed 32 held 8")
                #expect(try await running.ask("GET", "/v1/health").status == 200)
            }
            let told = running.log.entries.filter { "\($0.message)" == "too many connections of one user" }
            #expect(told.map { $0.metadata["uid"] } == ["65534"])
            try await wait(for: "its places to be free again") {
                await (try? running.ask("GET", "/v1/devices", as: (uid: 65_534, groups: [])))?.status == 403
            }
        }
    }

    @Test func `the daemon's own user may do everything`() async throws {
        try await RunningControl.with(owner: 65_534) { running in
            let answer = try await running.ask(
                "POST",
                "/v1/devices/bind",
                body: #"{"device":"a","role":"scanner"}"#,
                as: (uid: 65_534, groups: [])
            )
            #expect(answer.status == 200)
        }
    }
}

struct ControlSocketFileTests {
    @Test func `a socket that nobody serves is replaced, one that is served is not`() async throws {
        try await RunningControl.with { running in
            let second = ControlService(
                path: running.path,
                control: FakeControl(),
                access: ControlAccess(ownUser: 0),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let error = await #expect(throws: KioskError.self) { try await second.run() }
            #expect(error?.code == .listenInUse)
            let health = try await running.ask("GET", "/v1/health")
            #expect(health.status == 200)
        }
    }

    @Test func `a missing folder and a file in the way are refused`() async throws {
        try await withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: URL(filePath: "\(folder)/file"))
            for path in ["\(folder)/none/control.sock", "\(folder)/file", "relative.sock"] {
                let service = ControlService(
                    path: path,
                    control: FakeControl(),
                    access: ControlAccess(ownUser: 0),
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
                let error = await #expect(throws: KioskError.self) { try await service.run() }
                #expect(error?.code == .listenFailed)
            }
            #expect(try String(contentsOfFile: "\(folder)/file", encoding: .utf8) == "mine")
        }
    }

    @Test func `everybody can connect, and nothing is left behind`() async throws {
        let path = try await RunningControl.with { running in
            let found = try FileManager.default.attributesOfItem(atPath: running.path)
            #expect(found[.posixPermissions] as? Int == 0o666)
            return running.path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
