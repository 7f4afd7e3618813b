import Claims
import CounterServer
import DaemonSupport
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// Builds the kiosk from its settings and runs it until a signal.
package enum KioskDaemon {
    /// The program's exit code: 0 after SIGTERM or SIGINT, and for settings that `checkOnly` found good. What keeps it
    /// from running is told on stderr.
    package static func run(configuration path: String, checkOnly: Bool) async -> Int32 {
        do {
            let settings = try KioskSettings.load(path)
            let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .notice
            let logger = Logger(label: "kioskd") { _ in LogfmtHandler(level: level) }
            if checkOnly {
                _ = try KioskFiles(settings)
                _ = try CounterPages(folder: settings.shareDirectory, logger: logger)
                _ = try MatchFile.load(settings.deviceTable)
                logger.notice("the configuration is good", metadata: ["file": "\(path)"])
                return 0
            }
            try await serve(settings, from: path, logger)
            return 0
        } catch let error as KioskError {
            return Failure.report(error, program: "kioskd")
        } catch {
            let fault = KioskError(
                .internalFault,
                "the daemon ended by itself",
                remedy: "start it again; if it stays, report it with the journal of this time",
                cause: error
            )
            return Failure.report(fault, program: "kioskd")
        }
    }

    private static func serve(_ settings: KioskSettings, from path: String, _ logger: Logger) async throws {
        let files = try KioskFiles(settings)
        let lock = try ProcessLock(folder: settings.stateDirectory, name: "kioskd")
        defer { withExtendedLifetime(lock) {} }
        let kiosk = try KioskAssembly(settings, from: path, files, logger)
        do {
            try await group(kiosk.services, logger).run()
        } catch is CancellationError {
            // Connections that were still busy when the time for stopping was over.
        } catch {
            await kiosk.close()
            throw error
        }
        await kiosk.close()
        logger.notice("stopped")
    }

    private static func group(_ services: [any Service], _ logger: Logger) -> ServiceGroup {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        // Together below the unit's TimeoutStopSec.
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        return ServiceGroup(configuration: configuration)
    }
}
