import Claims
import ControlServer
import CounterServer
import Devices
import Papers
import Readers
import Settings
import Synchronization
import WireAPI

/// What the control socket asks for: the roster's and the readers' work, in the words of the control API.
struct TechnicianDesk: DeviceControl {
    let roster: DeviceRoster
    let readers: ReaderSupervisor
    let counter: Counter
    let table: MatchTable
    let settings: KioskSettings
    let settingsFile: String
    let printing: PaperPrinting
    /// In the order in which a test page shows them.
    let catalogues: [TextCatalogue]
    let now: @Sendable () -> Timestamp
    /// Of the machine's uptime, for durations.
    let startedAt = ContinuousClock.now
    /// Rings when a device's status changed.
    let statusSignal: ChangeSignal
    /// Of the daemon as a whole.
    let problems: @Sendable () -> [ControlProblem]

    static let version = "0.4.0"

    func devices() async throws -> ControlDevices {
        ControlDevices(
            await roster.view,
            isOn: settings.discoversDevices,
            statuses: readers.statuses,
            table: table
        )
    }

    func changes() async throws -> AsyncStream<ControlDevices> {
        let (stream, continuation) = AsyncStream<ControlDevices>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (nothing, end) = AsyncStream<Void>.makeStream()
        let rings = roster.signal.merged(with: statusSignal.merged(with: nothing))
        // Ends with the stream, just below.
        let work = Task {
            var last: ControlDevices?
            func tell() async {
                guard let devices = try? await self.devices(), devices != last else { return }
                last = devices
                continuation.yield(devices)
            }
            await tell()
            for await _ in rings { await tell() }
            continuation.finish()
        }
        continuation.onTermination = { _ in
            work.cancel()
            end.finish()
        }
        return stream
    }

    func bind(_ request: ControlBind, by user: String) async throws -> ControlBinding {
        try await roster.bind(request, by: user, at: now())
    }

    func unbind(_ request: ControlUnbind) async throws -> ControlBinding { try await roster.unbind(request) }

    func metrics() async throws -> String {
        let bound = await roster.view.assignments.compactMap(\.binding)
        let drivers = Dictionary(
            bound.map { ($0.identity.description, $0.settings.driver) },
            uniquingKeysWith: { first, _ in first }
        )
        return DeviceMetrics.text(readers.statuses, drivers: drivers)
    }

    func configuration() async throws -> ControlConfiguration {
        ControlConfiguration(
            file: settingsFile,
            mode: settings.mode.rawValue,
            kiosk: settings.kioskID.text,
            point: settings.pointID,
            stateDirectory: settings.stateDirectory,
            centralURL: settings.central.url,
            devices: settings.devices.map { device in
                ControlConfiguration.Device(
                    role: device.role.rawValue,
                    binding: device.identity.description,
                    driver: device.settings.driver.rawValue,
                    baud: device.settings.baud
                )
            }
        )
    }

    func health() async throws -> ControlHealth {
        var problems = readers.statuses.compactMap { $0.problem.map { ControlProblem($0) } }
        problems += self.problems()
        let queue = await counter.snapshot.queue
        if let queue, let problem = queue.lastProblem, queue.waiting > 0 {
            problems.append(ControlProblem(code: problem.code, message: problem.message, remedy: problem.remedy))
        }
        if let stop = queue?.stopped {
            problems.append(ControlProblem(code: stop.code, message: stop.message, remedy: stop.remedy))
        }
        return ControlHealth(
            version: Self.version,
            mode: settings.mode.rawValue,
            kiosk: settings.kioskID.text,
            uptimeSeconds: Int((ContinuousClock.now - startedAt).components.seconds),
            problems: problems
        )
    }
}
