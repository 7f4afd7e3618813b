package import AsyncHTTPClient
package import Claims
package import Logging
import Outbox
package import Sealing
import ServiceLifecycle

/// Carries claims from the outbox to the central: batch after batch, in the order they were recorded, again and again
/// until the central has answered each.
///
/// Waits for a change of the store, of the network, or for the next attempt's time, and wakes for nothing else. A claim
/// is sent with exactly the bytes that were written at commit, so that an answer which got lost is given again. Never
/// throws: whatever fails is tried again, with growing pauses, and told once. `docs/sync.md` says it for people.
package struct OutboxRelay: Service {
    package typealias StateListener = @Sendable (RelayState) async -> Void

    /// Bytes of the documents of one batch, unless one alone is longer. The central takes four times as many.
    static let batchBytes = 2 << 20

    let store: any RelayStore
    let client: CentralClient
    let centralKey: VerificationKey?
    let now: @Sendable () -> Timestamp
    let clock: any Clock<Duration>
    let policy: BackOff.Policy
    let timeout: Duration
    let logger: Logger
    let bell = Doorbell()
    let missing: MissingCentral
    private let network: AsyncStream<Void>
    private let onState: StateListener

    /// `central` is the base URL, without `/v1`; answers must be signed by `centralKey` if there is one. `makeClient`
    /// gives a new client with `clientConfiguration`, which the relay shuts down. `network` says that the network may be back, see
    /// `NetworkWatch`; `missing` ends pauses when the central may be back, see `CentralWatch`. `now` is for records, `clock`
    /// measures pauses and `timeout`, which bounds one whole exchange.
    /// `onState` is called with each new state, in order.
    package init(
        store: any RelayStore,
        central: String,
        centralKey: VerificationKey? = nil,
        network: AsyncStream<Void> = AsyncStream { $0.finish() },
        missing: MissingCentral = MissingCentral(),
        now: @escaping @Sendable () -> Timestamp,
        clock: any Clock<Duration> = ContinuousClock(),
        policy: BackOff.Policy = BackOff.Policy(),
        timeout: Duration = .seconds(10),
        logger: Logger,
        makeClient: @escaping @Sendable () -> HTTPClient,
        onState: @escaping StateListener
    ) {
        self.store = store
        client = CentralClient(CentralConnections(makeClient), base: central)
        self.centralKey = centralKey
        self.network = network
        self.missing = missing
        self.now = now
        self.clock = clock
        self.policy = policy
        self.timeout = timeout
        self.logger = logger
        self.onState = onState
    }

    /// Somebody asks: ends the pause that is under way and makes all claims due that wait. What was set aside stays so: that
    /// is a supervisor's to change, in the store.
    package func retryNow() { bell.ring(.retry) }

    /// Runs until graceful shutdown or cancellation. A request in flight is dropped then: sending it again is harmless.
    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                // Subscribed before the first look, so that no claim is missed in between.
                let changes = store.changes
                group.addTask { for await _ in changes { bell.ring(.changed) } }
                group.addTask { for await _ in network { bell.ring(.network) } }
                await relay()
                group.cancelAll()
            }
        }
        await client.connections.close()
    }

    private func relay() async {
        var progress = Progress(machine: RelayMachine(policy))
        await recall(&progress)
        while !Task.isCancelled {
            guard let head = await look(after: 0, &progress) else {
                if !Task.isCancelled { await restForStore(&progress) }
                continue
            }
            switch head {
            case .due(let entries):
                let returns = missing.returns
                guard let pause = await drain(entries, &progress) else { continue }
                let problem = progress.machine.problem
                missing.waits(.claims, after: problem, since: returns) { [bell] in bell.ring(.central) }
                await rest(pause, for: [.retry, .network, .central], &progress)
                missing.waitsNoMore(.claims)
            case .notBefore(let time):
                // Never at once: a wall clock that stands still must not make this spin.
                let milliseconds = time.milliseconds.subtractingReportingOverflow(now().milliseconds)
                let pause = milliseconds.overflow ? 60_000 : min(max(milliseconds.partialValue, 50), 60_000)
                await rest(.milliseconds(pause), for: [.changed, .retry, .network], &progress)
            case .paused, .empty:
                await show(&progress, pause: nil)
                await heed(bell.wait(for: [.changed, .retry, .network]), &progress)
            }
        }
    }

    /// What is remembered from one round to the next.
    struct Progress {
        var machine: RelayMachine
        var shown: RelayState?
        /// What the store failed with, and logged. On a full disk reading goes on, so it says nothing about writing.
        var readProblem: ErrorBody.Detail?
        var writeProblem: ErrorBody.Detail?

        var storeProblem: ErrorBody.Detail? { writeProblem ?? readProblem }
    }

    /// Nil when the store cannot be read, which is told.
    func look(after sequence: Int64, _ progress: inout Progress) async -> OutboxHead? {
        do {
            // No pause is longer: what is further away was written before the clock was set back.
            let head = try await store.nextBatch(
                after: sequence,
                now: now(),
                within: policy.longest * 2,
                limit: progress.machine.limit,
                bytes: Self.batchBytes
            )
            progress.readProblem = nil
            return head
        } catch {
            if !Task.isCancelled {
                tell(error, progress)
                progress.readProblem = ErrorBody(error).error
            }
            return nil
        }
    }

    /// The store is what the relay lives on: without it, wait and try again.
    func restForStore(_ progress: inout Progress) async {
        var backOff = BackOff(policy, failures: 4)
        await rest(backOff.next(random: .random(in: 0..<1)), for: .retry, &progress)
    }

    /// Waits for the time or for one of the rings.
    private func rest(_ pause: Duration, for rings: Doorbell.Rings, _ progress: inout Progress) async {
        await show(&progress, pause: pause)
        await heed(bell.wait(for: rings, atMost: pause, clock), &progress)
    }

    func heed(_ rings: Doorbell.Rings, _ progress: inout Progress) async {
        guard !rings.isDisjoint(with: [.retry, .network, .central]) else { return }
        if !rings.isDisjoint(with: [.network, .central]) { client.connections.renew() }
        await recall(&progress, growsOn: rings == .central)
    }

    /// What waits is due now: at the start, when the network changed or the central may be back, and when a person asks.
    ///
    /// - Parameter growsOn: whether the next pause is longer than the last, as after any failure.
    private func recall(_ progress: inout Progress, growsOn: Bool = false) async {
        if !growsOn { progress.machine.retryNow() }
        do {
            try await store.retryAll(includingSetAside: false)
            progress.writeProblem = nil
        } catch {
            tell(error, progress)
            progress.writeProblem = ErrorBody(error).error
        }
    }

    /// Once for each time the store fails.
    func tell(_ error: KioskError, _ progress: Progress) {
        guard progress.storeProblem == nil else { return }
        logger.error("the relay cannot use the store", metadata: ["problem": "\(error)"])
    }

    func show(_ progress: inout Progress, pause: Duration?) async {
        let state = RelayState(
            central: progress.machine.central,
            problem: progress.storeProblem ?? progress.machine.problem,
            nextAttemptAt: pause.map { now().adding($0) }
        )
        guard state != progress.shown else { return }
        progress.shown = state
        await onState(state)
    }
}
