import CentralSync
import Claims
import DaemonSupport
import Logging
import Outbox
import ServiceLifecycle
import Synchronization

/// Watches over the kiosk's clock: at each commit, at the start, once a minute, and whenever the central tells its time.
/// It marks; it never sets the machine's clock.
final class ClockKeeper: ClaimClock, TimeKeeper, Service {
    private let store: ClaimStore
    private let wall: @Sendable () -> Timestamp
    private let uptime: @Sendable () -> Int64
    private let boot: String
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let state = Mutex(KioskClock())
    private let changed = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - wall: what dates claims.
    ///   - boot: names the machine's run, `uptime` counts its milliseconds.
    ///   - interval: between looks that nothing else gave a reason for.
    init(
        store: ClaimStore,
        wall: @escaping @Sendable () -> Timestamp,
        boot: String = MachineRun().id,
        uptime: @escaping @Sendable () -> Int64 = { MachineRun.uptimeMilliseconds },
        interval: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.store = store
        self.wall = wall
        self.boot = boot
        self.uptime = uptime
        self.interval = interval
        self.clock = clock
        self.logger = logger
    }

    /// Reads what the store knows and looks at the clock: before anything is recorded.
    func prepare() async throws(KioskError) {
        let known = try await store.clock()
        state.withLock { $0 = known }
        look()
        try await store.keepClock(state.withLock { $0 })
    }

    var reading: ClockReading { ClockReading(wall: wall(), boot: boot, uptime: uptime()) }

    /// For a claim that is being recorded.
    var stamp: ClaimStamp {
        let reading = reading
        let (stamp, change) = state.withLock { state in
            let change = state.see(reading)
            let trusted = state.trusted?.boot == reading.boot ? state.trusted?.at : nil
            return (ClaimStamp(reading: reading, trust: state.trust(of: reading), lastTrustedAt: trusted), change)
        }
        tell(change, reading)
        return stamp
    }

    var trust: ClockTrust {
        let reading = reading
        return state.withLock { $0.trust(of: reading) }
    }

    func heard(_ central: Timestamp, sent: ClockReading, received: ClockReading) {
        tell(state.withLock { $0.hear(central, sent: sent, received: received) }, received)
    }

    /// Keeps what is known; runs until graceful shutdown.
    func run() async {
        await cancelWhenGracefulShutdown { [self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await _ in self.changed.stream { await self.keep() } }
                while !Task.isCancelled {
                    // A clock that goes wrong tells nobody: it is looked at in a fixed rhythm.
                    guard (try? await self.clock.sleep(for: self.interval)) != nil else { break }
                    self.look()
                    await self.keep()
                }
                group.cancelAll()
            }
        }
    }

    private func look() {
        let reading = reading
        tell(state.withLock { $0.see(reading) }, reading)
    }

    private func keep() async {
        do {
            try await store.keepClock(state.withLock { $0 })
        } catch {
            if !Task.isCancelled {
                logger.error("what is known of the clock was not kept", metadata: ["error": "\(error)"])
            }
        }
    }

    private func tell(_ change: KioskClock.Change?, _ reading: ClockReading) {
        switch change {
        case nil: return
        case .setBack:
            logger.error(
                "the kiosk's clock was set back or is wrong; claims are marked until the central's time agrees with it",
                metadata: ["now": "\(reading.wall)"]
            )
        case .confirmedAgain:
            logger.notice("the kiosk's clock agrees with the central's again", metadata: ["now": "\(reading.wall)"])
        }
        changed.continuation.yield()
    }
}
