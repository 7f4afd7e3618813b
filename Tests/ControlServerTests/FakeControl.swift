import Claims
import ControlServer
import Synchronization
import WireAPI

/// A daemon with one scanner, that remembers what it was asked.
final class FakeControl: DeviceControl {
    private let asked = Mutex<[String]>([])

    var requests: [String] { asked.withLock { $0 } }

    static let scanner = ControlDevice(
        id: "usb:0c2e:0720:S1",
        node: "/dev/ttyACM0",
        subsystem: "tty",
        takenFor: .init(kind: .device, name: "Honeywell", driver: "line", why: "table", explanation: "in the table"),
        assignment: .init(
            state: .active,
            role: "scanner",
            driver: "line",
            boundBy: .match,
            why: "match",
            explanation: "-"
        )
    )

    private func note(_ what: String) { asked.withLock { $0.append(what) } }

    private var snapshot: ControlDevices {
        ControlDevices(
            devices: [Self.scanner],
            missing: [],
            discovery: .init(hasUdev: true, overflows: 0, rescans: 1)
        )
    }

    func devices() async throws -> ControlDevices {
        note("devices")
        return snapshot
    }

    func changes() async throws -> AsyncStream<ControlDevices> {
        note("changes")
        let (stream, continuation) = AsyncStream.makeStream(
            of: ControlDevices.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        continuation.yield(snapshot)
        continuation.onTermination = { [self] _ in note("changes ended") }
        // Kept open, as a daemon without news keeps it.
        return stream
    }

    func test(_ request: ControlTarget) async throws -> AsyncStream<ControlTestLine> {
        note("test \(request.target)")
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
        note("bind \(request.device) \(request.role)")
        return ControlBinding(role: request.role, device: request.device, explanation: "bound")
    }

    func unbind(_ request: ControlUnbind) async throws -> ControlBinding {
        note("unbind \(request.role ?? request.device ?? "")")
        return ControlBinding(role: request.role ?? "scanner", device: "usb:0c2e:0720:S1", explanation: "unbound")
    }

    func order(_ request: ControlOrder) async throws -> ControlOrdered {
        ControlOrdered(outcome: request.command == "identify" ? .accepted : .sent, answer: "V1")
    }

    func record(_ request: ControlTarget, by user: String) async throws -> String {
        "# kiosk-capture 1\n# who: \(user)\n"
    }

    func metrics() async throws -> String { "kiosk_reader_reads_total{role=\"scanner\"} 3\n" }

    func configuration() async throws -> ControlConfiguration {
        ControlConfiguration(
            file: "/etc/recycling-kiosk/kiosk.yaml",
            mode: "rehearsal",
            kiosk: "DQ01",
            point: "dongga",
            stateDirectory: "/var/lib/recycling-kiosk",
            centralURL: "https://central.example.org",
            devices: []
        )
    }

    func health() async throws -> ControlHealth {
        ControlHealth(version: "1", mode: "rehearsal", kiosk: "DQ01", uptimeSeconds: 1, problems: [])
    }
}
