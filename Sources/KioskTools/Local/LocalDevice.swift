package import Claims
package import Devices
import Glibc
import Logging
import NIOCore
package import ReaderProtocols
import Readers
import SerialPort
package import WireAPI

/// A device on a serial line, read by this tool itself: no daemon, no configuration, only a path and a driver.
package struct LocalDevice: Sendable {
    package let path: String
    package let settings: DriverSettings

    /// Throws `control.refused` for a driver that this tool cannot run by itself.
    package init(path: String, settings: DriverSettings) throws(KioskError) {
        guard CaptureScrubber.knows(settings.driver) else {
            throw KioskError(
                .controlRefused,
                "the driver \(settings.driver.rawValue) works in the daemon only",
                remedy: "bind the device, then test it by its role: kioskctl devices bind, kioskctl devices test"
            )
        }
        self.path = path
        self.settings = settings
    }

    private var role: DeviceRole { settings.driver == .sdt ? .idCard : .scanner }

    /// Whether the line can be had now. Throws the `reader.open.*` codes.
    package func check() throws(KioskError) {
        try SerialPort.open(path: path, baud: settings.baud).close()
    }

    /// Reads one card or code. The last line has a result or a problem.
    package func test(within bound: Duration, report: @escaping @Sendable (ControlTestLine) -> Void) async throws {
        try check()
        let started = ContinuousClock.now
        let progress = TestProgress(role: role, path: path)
        try await run(within: bound) { event in
            let line = progress.line(for: event, at: (ContinuousClock.now - started).wholeMilliseconds)
            if let line { report(line) }
            return line?.isLast != true
        } ended: {
            report(progress.timeout(at: (ContinuousClock.now - started).wholeMilliseconds))
        }
    }

    /// Everything on the line for `duration`, scrubbed. Throws the `reader.open.*` codes.
    package func record(
        for duration: Duration,
        when: String,
        who: String,
        report: @escaping @Sendable (String) -> Void
    ) async throws -> CaptureFile {
        try check()
        guard let recorder = CaptureRecorder(driver: settings.driver) else {
            throw KioskError(.controlRefused, "this driver cannot be recorded", remedy: "record a reader or a scanner")
        }
        let (events, continuation) = AsyncStream<ReaderEvent>.makeStream(bufferingPolicy: .bufferingNewest(256))
        let supervisor = supervisor { continuation.yield($0) }
        let records = try supervisor.record(id: path)
        supervisor.askForCard(role == .idCard)
        let progress = TestProgress(role: role, path: path)
        let recorded = try await withThrowingTaskGroup(of: CaptureRecorder?.self) { group in
            group.addTask {
                try await supervisor.run()
                return nil
            }
            group.addTask {
                for await event in events {
                    if let line = progress.line(for: event, at: 0)?.progress { report(line) }
                    // One card ends a wish: the next one is part of the recording, too.
                    if case .card = event {
                        supervisor.askForCard(false)
                        supervisor.askForCard(true)
                    }
                }
                return nil
            }
            group.addTask { await recorder.collecting(records) }
            group.addTask {
                // The length of a recording is what the technician asked for; nothing else would end it.
                try? await Task.sleep(for: duration)
                return nil
            }
            var recorded: CaptureRecorder?
            while let next = try await group.next() {
                // The time is up, or the capture is full. A cancelled collection gives what it has.
                group.cancelAll()
                recorded = next ?? recorded
            }
            return recorded ?? recorder
        }
        return recorded.capture(device: path, baud: settings.baud, when: when, who: who)
    }

    /// Runs the readers until `take` returns false or the time is up.
    ///
    /// - Parameter repeatsWish: asks for the next card after each.
    func run(
        within bound: Duration,
        repeatsWish: Bool = false,
        take: @escaping @Sendable (ReaderEvent) -> Bool,
        ended: @escaping @Sendable () -> Void
    ) async throws {
        let (events, continuation) = AsyncStream<ReaderEvent>.makeStream(bufferingPolicy: .bufferingNewest(256))
        let supervisor = supervisor { continuation.yield($0) }
        supervisor.askForCard(role == .idCard)
        let isDone = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await supervisor.run()
                return false
            }
            group.addTask {
                for await event in events {
                    guard take(event) else { return true }
                    if repeatsWish, case .card = event {
                        supervisor.askForCard(false)
                        supervisor.askForCard(true)
                    }
                }
                return false
            }
            group.addTask {
                // How long a person is waited for is what the technician asked for.
                try? await Task.sleep(for: bound)
                return false
            }
            var isDone = false
            while let next = try await group.next() {
                isDone = isDone || next
                group.cancelAll()
            }
            return isDone
        }
        // After the last event was taken: nothing may follow the end.
        if !isDone { ended() }
    }

    private func supervisor(_ onEvent: @escaping @Sendable (ReaderEvent) async -> Void) -> ReaderSupervisor {
        ReaderSupervisor(
            bindings: [ReaderBinding(role: role, path: path, settings: settings)],
            now: { LocalMachine().now },
            // What would be logged is shown.
            logger: Logger(label: "kioskctl") { _ in SwiftLogNoOpLogHandler() },
            onEvent: onEvent
        )
    }
}
