import Claims
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals
import WireAPI

/// What `kiosk-sim` does to play a device after its options are read.
package enum SimulatorProgram {
    /// Plays the device until SIGINT or SIGTERM; prints one line when it is there.
    ///
    /// - Parameters:
    ///   - link: where the device appears.
    ///   - control: path of its control socket.
    ///   - onReady: runs beside the device once it is there; true ends it. What it throws ends it too.
    package static func run(
        _ device: any SimulatedDevice,
        link: String,
        control: String,
        onReady: @escaping @Sendable () async throws -> Bool = { false }
    ) async throws {
        // For the moment between making the socket and restricting it.
        umask(0o077)
        var logger = Logger(label: "kiosk-sim") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let role = await device.state().role
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let service = SimulatorService(device: device, control: control, logger: logger) {
            StandardOutput.write(line: "ready role=\(role) link=\(link) control=\(control)")
            continuation.yield()
            continuation.finish()
        }
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
                .init(
                    service: WhenReady(ready: ready, body: onReady),
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                ),
            ],
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: logger
        )
        // A connection that is kept open must not hold up the end.
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
    }
}

/// What happens once a device is there.
private struct WhenReady: Service {
    let ready: AsyncStream<Void>
    let body: @Sendable () async throws -> Bool

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await _ in ready {
                do {
                    if try await body() { return }
                } catch is CancellationError {
                    return
                }
            }
            try? await gracefulShutdown()
        }
    }
}

/// Standard output without a buffer, so that whoever waits for a line through a pipe gets it at once.
package enum StandardOutput {
    package static func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 || count < 0 && errno == EINTR else { return }
            sent += max(0, count)
        }
    }
}
