import Claims
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals
import WireAPI

/// What `kiosk-sim id-card` and `kiosk-sim scanner` do after their options are read.
package enum SimulatorProgram {
    /// Plays the device until SIGINT or SIGTERM; prints one line when it is there.
    ///
    /// - Parameters:
    ///   - link: where the device appears.
    ///   - control: path of its control socket.
    package static func run(_ device: any SimulatedDevice, link: String, control: String) async throws {
        // For the moment between making the socket and restricting it.
        umask(0o077)
        var logger = Logger(label: "kiosk-sim") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let role = await device.state().role
        let service = SimulatorService(device: device, control: control, logger: logger) {
            StandardOutput.write(line: "ready role=\(role) link=\(link) control=\(control)")
        }
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigint, .sigterm],
            logger: logger
        )
        // A connection that is kept open must not hold up the end.
        configuration.maximumGracefulShutdownDuration = .seconds(1)
        try await ServiceGroup(configuration: configuration).run()
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
