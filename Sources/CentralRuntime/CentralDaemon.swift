import CentralServer
import ClaimRegister
import Claims
import DaemonSupport
import Glibc
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
        let signingKey = try (settings.answerKeyFile ?? settings.signing?.keyFile).map { (file) throws(KioskError) in
            try SigningKey(fileAt: file)
        }
        let register = try SQLiteClaimRegister(
            path: "\(settings.stateDirectory)/\(registerFile)",
            rehearsal: settings.mode.isRehearsal
        )
        let photos = try PhotoStore(folder: "\(settings.stateDirectory)/\(photoFolder)") { file, name in
            try SealedPhoto.open(file, named: name, with: openingKeys)
        }
        let shelf = try await shelf(settings, openingKeys, logger)
        let office = try office(settings, register, digestKey)
        let notifier = SystemdNotifier()
        let clock = RecordClock(startingAt: settings.rehearsalClock)
        let api = CentralAPI(
            register: register,
            digestKey: digestKey,
            openingKeys: openingKeys,
            programmes: programmes,
            certificates: certificates,
            signingKey: signingKey,
            kioskKey: { kiosk in try await register.publicKey(of: kiosk).flatMap { VerificationKey(hex: $0) } },
            kioskKeys: { kiosk in try await register.publicKeys(of: kiosk) },
            office: office?.office,
            shelf: shelf,
            photos: photos,
            rehearsal: settings.mode.isRehearsal,
            now: { clock.now },
            logger: logger
        )
        let service = CentralService(
            api: api,
            host: settings.listenHost,
            port: settings.listenPort,
            tls: office?.listener,
            logger: logger,
            onReady: { port in
                let scheme = settings.tls == nil ? "http" : "https"
                let address = "\(scheme)://\(ListenAddress.hostname(settings.listenHost, port: port))"
                logger.notice("ready", metadata: ["address": "\(address)", "mode": "\(settings.mode.rawValue)"])
                notifier.ready(status: "serving on \(address)")
            }
        )
        // Kiosks are answered once the operator is: one that finds the one cannot find the other missing.
        let (operatorIsAnswered, answered) = AsyncStream.makeStream(of: Never.self)
        let stopped: KioskError?
        do {
            let services: [any Service] = [
                AdminService(
                    path: settings.controlSocket,
                    routes: adminRoutes(
                        register,
                        office?.office,
                        CarryAdmin(api: api, folder: settings.stateDirectory, logger: logger),
                        now: { clock.now },
                        logger
                    ),
                    logger: quiet(logger),
                    onListening: { answered.finish() }
                ),
                NotifyingService(
                    StartingAfter(operatorIsAnswered, service),
                    notifier: notifier,
                    logger: logger
                ),
            ]
            try await group(services, logger).run()
            stopped = nil
        } catch {
            stopped = failure(error)
        }
        try await register.close()
        if let stopped { throw stopped }
        logger.notice("stopped")
    }

    /// What the operator can ask and order: every part brings its own.
    private static func adminRoutes(
        _ register: SQLiteClaimRegister,
        _ office: KioskOffice?,
        _ carrying: CarryAdmin,
        now: @escaping @Sendable () -> Timestamp,
        _ logger: Logger
    ) -> AdminRoutes {
        let routes =
            KioskAdmin(register: register).routes + carrying.routes
            + ClaimAdmin(register: register, now: now, logger: logger).routes
            + (office.map { OfficeAdmin(office: $0, logger: logger).routes } ?? [])
        return AdminRoutes(routes, ownUser: geteuid(), logger: logger)
    }

    /// The libraries' own lines are for their developers.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private static func group(_ services: [any Service], _ logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet(logger)
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
