import CentralServer
import ClaimRegister
import Claims
import DaemonSupport
import HTTPSupport
import Logging
import Sealing
import ServiceLifecycle
import Settings
import UnixSignals

/// Builds the central from its settings and runs it until a signal.
package enum CentralDaemon {
    /// In the state directory.
    package static let registerFile = "register.sqlite"

    /// The program's exit code: 0 after SIGTERM or SIGINT. What keeps it from running is told on stderr.
    package static func run(configuration path: String) async -> Int32 {
        do {
            try await serve(try CentralSettings.load(path))
            return 0
        } catch {
            return Failure.report(error, program: "kiosk-central")
        }
    }

    /// Returns after a graceful stop, which takes less than 10 s whatever the connections do.
    private static func serve(_ settings: CentralSettings) async throws(KioskError) {
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .notice
        let logger = Logger(label: "kiosk-central") { _ in LogfmtHandler(level: level) }
        let digestKey = try DigestKey(fileAt: settings.digestKeyFile)
        let openingKeys = try openingKeys(settings)
        let programmes = try programmes(settings)
        let certificates = try certificates(settings)
        let signingKey = try settings.signing.map { (signing) throws(KioskError) in
            try SigningKey(fileAt: signing.keyFile)
        }
        let register = try SQLiteClaimRegister(
            path: "\(settings.stateDirectory)/\(registerFile)",
            rehearsal: settings.mode.isRehearsal
        )
        let photos = try PhotoStore(folder: "\(settings.stateDirectory)/\(photoFolder)") { file, name in
            try SealedPhoto.open(file, named: name, with: openingKeys)
        }
        let shelf = await shelf(settings, logger)
        let notifier = SystemdNotifier()
        let clock = RecordClock(startingAt: settings.rehearsalClock)
        let service = CentralService(
            api: CentralAPI(
                register: register,
                digestKey: digestKey,
                openingKeys: openingKeys,
                programmes: programmes,
                certificates: certificates,
                signingKey: signingKey,
                shelf: shelf,
                photos: photos,
                rehearsal: settings.mode.isRehearsal,
                now: { clock.now },
                logger: logger
            ),
            host: settings.listenHost,
            port: settings.listenPort,
            logger: logger,
            onReady: { port in
                let address = "http://\(ListenAddress.hostname(settings.listenHost, port: port))"
                logger.notice("ready", metadata: ["address": "\(address)", "mode": "\(settings.mode.rawValue)"])
                notifier.ready(status: "serving on \(address)")
            }
        )
        let stopped: KioskError?
        do {
            try await group(NotifyingService(service, notifier: notifier, logger: logger), logger).run()
            stopped = nil
        } catch {
            stopped = failure(error)
        }
        try await register.close()
        if let stopped { throw stopped }
        logger.notice("stopped")
    }

    private static func group(_ service: some Service, _ logger: Logger) -> ServiceGroup {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: [service],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        // Together below the unit's TimeoutStopSec.
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        return ServiceGroup(configuration: configuration)
    }

    /// Nil for the end of connections that were still busy when the time for stopping was over.
    private static func failure(_ error: any Error) -> KioskError? {
        if error is CancellationError { return nil }
        return error as? KioskError
            ?? KioskError(
                .internalFault,
                "The server ended by itself.",
                remedy: "Report this with the journal of kiosk-central.",
                cause: error
            )
    }
}
