package import Claims
import Devices
package import Logging
package import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Keeps every bound device open and passes on what it reads.
///
/// Nothing that happens to a device ends the service: it is reported, and tried again. While no card is wanted and
/// every device is well, nothing here wakes the process.
package final class ReaderSupervisor: Service {
    /// By the bindings' ids.
    private let reports: Mutex<[String: DeviceReport]>
    private let source: any DeviceSource
    private let group: any EventLoopGroup
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let limits: FloodLimits
    private let onEvent: @Sendable (ReaderEvent) async -> Void
    private let wish = CardWish()
    private let loan = Mutex(Loan())
    private let events: AsyncStream<ReaderEvent>
    private let continuation: AsyncStream<ReaderEvent>.Continuation

    /// - Parameters:
    ///   - bindings: devices that are shown from the start, plugged in or not. At most one for each id.
    ///   - source: knows which devices are there; fixed paths if nil.
    ///   - limits: beyond them a device is held back.
    ///   - now: for records of when something was read.
    ///   - onEvent: called for one event after the other. If it is slow, the newest 1024 events are kept.
    package init(
        bindings: [ReaderBinding],
        source: (any DeviceSource)? = nil,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        limits: FloodLimits = FloodLimits(),
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger,
        onEvent: @escaping @Sendable (ReaderEvent) async -> Void
    ) {
        self.source = source ?? FixedPathSource(bindings: bindings, group: group)
        self.group = group
        self.logger = logger
        self.now = now
        self.limits = limits
        self.onEvent = onEvent
        let (events, continuation) = AsyncStream<ReaderEvent>.makeStream(bufferingPolicy: .bufferingNewest(1_024))
        self.events = events
        self.continuation = continuation
        reports = Mutex(
            Dictionary(
                bindings.map {
                    ($0.id, DeviceReport(binding: $0, logger: logger, limits: limits, now: now, events: continuation))
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// Says whether a card is wanted. Does not block; saying the same again changes nothing.
    ///
    /// One card fulfils the wish. For another, say false and then true.
    package func askForCard(_ wanted: Bool) {
        let ended = loan.withLock { loan -> AsyncStream<ReaderEvent>.Continuation? in
            loan.counterWantsCard = wanted
            guard let report = loan.report else {
                wish.ask(wanted)
                return nil
            }
            guard report.settings.driver == .sdt else {
                wish.ask(wanted)
                return nil
            }
            // The counter goes before a test.
            guard wanted else { return nil }
            loan.report = nil
            wish.ask(false)
            wish.ask(true)
            return report.lend(to: nil)
        }
        // Outside the lock: it tells `endLoan`.
        ended?.finish()
    }

    /// A device lent for a test; one at a time.
    private struct Loan {
        var counterWantsCard = false
        var report: DeviceReport?
        var number = 0
    }

    /// The loan's number; nil while the counter wants a card or another device is lent.
    func beginLoan(of report: DeviceReport, to borrower: AsyncStream<ReaderEvent>.Continuation) -> Int? {
        loan.withLock { loan in
            guard loan.report == nil, !loan.counterWantsCard else { return nil }
            loan.report = report
            loan.number += 1
            report.lend(to: borrower)
            if report.settings.driver == .sdt { wish.ask(true) }
            return loan.number
        }
    }

    func endLoan(_ number: Int) {
        loan.withLock { loan in
            guard loan.number == number, let report = loan.report else { return }
            loan.report = nil
            report.lend(to: nil)
            if report.settings.driver == .sdt { wish.ask(false) }
        }
    }

    func report(of id: String) -> DeviceReport? { reports.withLock { $0[id] } }

    /// The devices as they are now, by role and path.
    package var statuses: [ReaderStatus] {
        let all = reports.withLock { Array($0.values) }.map(\.current)
        return all.sorted { ($0.role.rawValue, $0.path) < ($1.role.rawValue, $1.path) }
    }

    /// Runs until graceful shutdown or cancellation; then all lines are closed.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.serve() }
    }

    private func serve() async {
        let (changes, changed) = AsyncStream<DeviceChange>.makeStream(bufferingPolicy: .bufferingNewest(1_024))
        await withDiscardingTaskGroup { group in
            group.addTask { for await event in self.events { await self.onEvent(event) } }
            group.addTask { await self.source.watch { changed.yield($0) } }
            var sessions: [String: DeviceSession] = [:]
            for await change in changes {
                switch change {
                case .appeared(let binding), .disappeared(let binding):
                    let session = sessions[binding.id] ?? self.session(for: binding)
                    if sessions.updateValue(session, forKey: binding.id) == nil {
                        group.addTask { await session.run() }
                    }
                    if case .appeared = change { session.appeared(binding) } else { session.disappeared() }
                case .released(let id):
                    sessions.removeValue(forKey: id)?.end()
                    let report = self.reports.withLock { $0.removeValue(forKey: id) }
                    report?.release()
                }
            }
        }
    }

    private func session(for binding: ReaderBinding) -> DeviceSession {
        let report = reports.withLock { reports in
            let report =
                reports[binding.id]
                ?? DeviceReport(binding: binding, logger: logger, limits: limits, now: now, events: continuation)
            reports[binding.id] = report
            return report
        }
        return DeviceSession(report: report, wish: wish, eventLoop: group.next())
    }
}
