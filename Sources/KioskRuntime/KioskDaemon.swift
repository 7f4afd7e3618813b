import Claims
import CounterServer
import DaemonSupport
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// Builds the kiosk from its settings and runs it until a signal; SIGHUP lets it read its files anew.
package enum KioskDaemon {
    /// The program's exit code: 0 after SIGTERM or SIGINT, and for settings that `checkOnly` found good. What keeps it
    /// from running is told on stderr.
    package static func run(configuration path: String, checkOnly: Bool) async -> Int32 {
        do {
            if checkOnly {
                let settings = try KioskSettings.load(path)
                let logger = logger(settings)
                _ = try KioskFiles(settings)
                _ = try CounterPages(folder: settings.shareDirectory, logger: logger)
                _ = try MatchFile.load(settings.deviceTable)
                logger.notice("the configuration is good", metadata: ["file": "\(path)"])
                return 0
            }
            try await serve(try KioskPlan(settingsFile: path))
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

    private static func serve(_ plan: KioskPlan) async throws {
        let lock = try ProcessLock(folder: plan.settings.stateDirectory, name: "kioskd")
        defer { withExtendedLifetime(lock) {} }
        let logger = logger(plan.settings)
        let reload = KioskReload(settingsFile: plan.settingsFile, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // From here on, also between two kiosks.
                for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup) {
                    if signal == .sighup { reload.request() } else { await reload.stop() }
                }
            }
            defer { group.cancelAll() }
            try await serve(plan, reload)
        }
        logger.notice("stopped")
    }

    /// A new kiosk that fails within this time gives the place back to the one before.
    private static let trial = Duration.seconds(30)

    /// One kiosk after the other.
    private static func serve(_ first: KioskPlan, _ reload: KioskReload) async throws {
        let ground = KioskGround(rehearsalStart: first.settings.rehearsal?.clock)
        var plan = first
        var before: KioskPlan?
        while true {
            let start = ContinuousClock.now
            do {
                guard let next = try await once(plan, ground, reload) else { return }
                before = plan
                plan = next
            } catch let error as KioskError {
                guard let last = before, ContinuousClock.now - start < trial else { throw error }
                reload.failed(error)
                plan = last
                before = nil
            }
        }
    }

    /// A kiosk from its start to its end; the plan of the next one, if there is to be one.
    private static func once(
        _ plan: KioskPlan,
        _ ground: KioskGround,
        _ reload: KioskReload
    ) async throws -> KioskPlan? {
        let logger = logger(plan.settings)
        let kiosk = try KioskAssembly(plan, on: ground, reload, logger)
        do {
            try await kiosk.prepare()
            let services = group(kiosk.services, logger)
            if reload.began(services) {
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { await reload.watch(plan) { await kiosk.counter.closeWhenFree() } }
                    defer { tasks.cancelAll() }
                    try await services.run()
                }
            }
        } catch is CancellationError {
            // Connections that were still busy when the time for stopping was over.
        } catch is ServiceGroupError where reload.isStopping {
            // The signal came before the first service.
        } catch {
            await kiosk.close()
            throw error
        }
        await kiosk.close()
        return reload.ended()
    }

    private static func logger(_ settings: KioskSettings) -> Logger {
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .notice
        return Logger(label: "kioskd") { _ in LogfmtHandler(level: level) }
    }

    private static func group(_ services: [any Service], _ logger: Logger) -> ServiceGroup {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(services: services, logger: quiet)
        // Together below the unit's TimeoutStopSec.
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        return ServiceGroup(configuration: configuration)
    }
}
