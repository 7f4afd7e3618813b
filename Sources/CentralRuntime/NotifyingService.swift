import DaemonSupport
import Logging
import ServiceLifecycle

/// Tells the service manager and the log when the service is asked to stop, and keeps the watchdog quiet until then.
struct NotifyingService<Base: Service>: Service {
    private let base: Base
    private let notifier: SystemdNotifier
    private let logger: Logger

    init(_ base: Base, notifier: SystemdNotifier, logger: Logger) {
        self.base = base
        self.notifier = notifier
        self.logger = logger
    }

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                if let interval = notifier.watchdogInterval {
                    group.addTask { [notifier] in
                        while !Task.isCancelled {
                            notifier.watchdog()
                            // The watchdog wants to hear at fixed times, so there is nothing else to wait for.
                            try? await Task.sleep(for: interval)
                        }
                    }
                }
                defer { group.cancelAll() }
                try await base.run()
            }
        } onGracefulShutdown: { [notifier, logger] in
            notifier.stopping()
            logger.notice("stopping")
        }
    }
}
