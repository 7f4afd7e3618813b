package import Claims
import Devices
import Glibc
package import ReaderProtocols
import Readers
package import WireAPI

/// Plays a capture to the real drivers and tells what they make of it, or puts it at a path for other programs.
package struct CaptureReplay: Sendable {
    private let capture: CaptureFile
    private let driver: DeviceDriver

    /// Throws `capture.malformed` for a capture of a driver that is not known here.
    package init(_ capture: CaptureFile) throws(KioskError) {
        guard let driver = DeviceDriver(rawValue: capture.driver), CaptureScrubber.knows(driver) else {
            throw KioskError(
                .captureMalformed,
                "the capture's driver is none that can be replayed",
                remedy: "use the kioskctl that recorded it"
            )
        }
        self.capture = capture
        self.driver = driver
    }

    /// The drivers' view of the whole capture.
    package func run(report: @escaping @Sendable (ControlTestLine) -> Void) async throws {
        let terminal = try PlayedTerminal()
        let device = try LocalDevice(path: terminal.path, settings: DriverSettings(driver))
        let started = ContinuousClock.now
        let progress = TestProgress(role: driver == .sdt ? .idCard : .scanner, path: "the capture")
        let (opened, opening) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
        // The driver may not ask for all that was recorded.
        let bound = Duration.microseconds(capture.chunks.last?.time ?? 0) + .seconds(20)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await device.run(within: bound, repeatsWish: true) { event in
                    let line = progress.line(for: event, at: (ContinuousClock.now - started).wholeMilliseconds)
                    if let line { report(line) }
                    if case .status(let status) = event, status.state == .ready || status.state == .asking {
                        opening.yield()
                    }
                    return true
                } ended: {
                }
            }
            group.addTask { [capture] in
                try await terminal.play(
                    CapturePlayback(capture),
                    after: driver == .sdt ? nil : opened,
                    settleTime: .seconds(1)
                )
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Plays it at `link`, over and over, until cancelled. The link is removed at the end.
    package func serve(at link: String, onReady: @Sendable (_ path: String) -> Void) async throws {
        let terminal = try PlayedTerminal()
        guard symlink(terminal.path, link) == 0 else {
            throw KioskError(
                .captureFile,
                "the link \(link) cannot be made: \(String(cString: strerror(errno)))",
                remedy: "give a path that does not exist, in a folder you may write to"
            )
        }
        defer { unlink(link) }
        onReady(terminal.path)
        try await terminal.play(
            CapturePlayback(capture, isEndless: true),
            settleTime: .microseconds(CaptureFile.longestTime)
        )
    }
}
