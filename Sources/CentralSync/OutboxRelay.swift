package import AsyncHTTPClient
package import Claims
import CrashPoints
package import Logging
import Outbox
import ServiceLifecycle

/// Carries claims from the outbox to the central: one after another, in the order they were recorded, again and again
/// until the central has answered each.
///
/// Waits for a change of the store or for the next attempt's time and wakes for nothing else. A claim is sent with
/// exactly the bytes that were written at commit, so that an answer which got lost is given again. Never throws:
/// whatever fails is tried again, with growing pauses, and told once.
package struct OutboxRelay: Service {
    package typealias StateListener = @Sendable (RelayState) async -> Void

    private let store: any RelayStore
    private let client: CentralClient
    private let now: @Sendable () -> Timestamp
    private let clock: any Clock<Duration>
    private let policy: BackOff.Policy
    private let logger: Logger
    private let onState: StateListener
    private let bell = Doorbell()

    /// `central` is the base URL, without `/v1`. `client` stays the caller's and is made with `clientConfiguration`.
    /// `now` is for records, `clock` measures pauses and `timeout`, which bounds one whole exchange. `onState` is
    /// called with each new state, in order.
    package init(
        store: any RelayStore,
        client: HTTPClient,
        central: String,
        now: @escaping @Sendable () -> Timestamp,
        clock: any Clock<Duration> = ContinuousClock(),
        policy: BackOff.Policy = BackOff.Policy(),
        timeout: Duration = .seconds(10),
        logger: Logger,
        onState: @escaping StateListener
    ) {
        self.store = store
        self.client = CentralClient(client: client, base: central, timeout: timeout, clock: clock)
        self.now = now
        self.clock = clock
        self.policy = policy
        self.logger = logger
        self.onState = onState
    }

    /// A person asks: ends the pause that is under way and makes all claims due, also those that were set aside.
    package func retryNow() { bell.ring(.retry) }

    /// Runs until graceful shutdown or cancellation. A request in flight is dropped then: sending it again is harmless.
    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                // Subscribed before the first look, so that no claim is missed in between.
                let changes = store.changes
                group.addTask { for await _ in changes { bell.ring(.changed) } }
                await relay()
                group.cancelAll()
            }
        }
    }

    private func relay() async {
        var progress = Progress(machine: RelayMachine(policy))
        await recall(&progress, includingSetAside: false)
        while !Task.isCancelled {
            guard let head = await look(&progress) else { continue }
            switch head {
            case .due(let entry):
                guard let pause = await deliver(entry, &progress) else { continue }
                await rest(pause, for: .retry, &progress)
            case .notBefore(let time):
                // Never at once: a wall clock that stands still must not make this spin.
                let milliseconds = time.milliseconds.subtractingReportingOverflow(now().milliseconds)
                let pause = milliseconds.overflow ? 60_000 : min(max(milliseconds.partialValue, 50), 60_000)
                await rest(.milliseconds(pause), for: [.changed, .retry], &progress)
            case .empty:
                await show(&progress, pause: nil)
                await heed(bell.wait(for: [.changed, .retry]), &progress)
            }
        }
    }

    /// What is remembered from one round to the next.
    private struct Progress {
        var machine: RelayMachine
        var shown: RelayState?
        /// What the store failed with, and logged. On a full disk reading goes on, so it says nothing about writing.
        var readProblem: ErrorBody.Detail?
        var writeProblem: ErrorBody.Detail?

        var storeProblem: ErrorBody.Detail? { writeProblem ?? readProblem }
    }

    private func look(_ progress: inout Progress) async -> OutboxHead? {
        do {
            // No pause is longer: what is further away was written before the clock was set back.
            let head = try await store.nextDue(now: now(), within: policy.longest * 2)
            progress.readProblem = nil
            return head
        } catch {
            if Task.isCancelled { return nil }
            tell(error, progress)
            progress.readProblem = ErrorBody(error).error
            await restForStore(&progress)
            return nil
        }
    }

    /// Sends one claim and writes down what came of it. Gives the pause that must follow.
    private func deliver(_ entry: OutboxEntry, _ progress: inout Progress) async -> Duration? {
        // The time that was shown for this attempt has come.
        await show(&progress, pause: nil)
        CrashPoint.relayRead.pass()
        let reply = await client.put(entry)
        CrashPoint.relayAnswered.pass()
        // An answer counts even when the shutdown came with it; a failure then says nothing about the central.
        if Task.isCancelled, case .failed = reply { return nil }
        let action = RelayDecision.action(for: reply, to: entry.claimID, number: entry.number)
        let next = progress.machine.attempted(action, random: .random(in: 0..<1))
        log(action, next.change, entry)
        do {
            switch action {
            case .acknowledge(let answer): try await store.acknowledge(entry.claimID, with: answer, at: now())
            case .setAside(let problem): try await store.setAside(entry.claimID, problem: problem)
            case .postponeClaim(let problem), .postponeAll(let problem):
                let until = now().adding(next.claimPause ?? .zero)
                try await store.postpone(entry.claimID, until: until, problem: problem)
            }
            progress.writeProblem = nil
        } catch {
            if Task.isCancelled { return nil }
            tell(error, progress)
            progress.writeProblem = ErrorBody(error).error
            await restForStore(&progress)
            return nil
        }
        CrashPoint.relaySettled.pass()
        await show(&progress, pause: next.pause)
        return next.pause
    }

    /// The store is what the relay lives on: without it, wait and try again.
    private func restForStore(_ progress: inout Progress) async {
        var backOff = BackOff(policy)
        for _ in 0..<4 { _ = backOff.next(random: 0) }
        await rest(backOff.next(random: .random(in: 0..<1)), for: .retry, &progress)
    }

    /// Waits for the time or for one of the rings.
    private func rest(_ pause: Duration, for rings: Doorbell.Rings, _ progress: inout Progress) async {
        await show(&progress, pause: pause)
        let heard = await withTaskGroup(of: Doorbell.Rings.self) { group in
            group.addTask { await bell.wait(for: rings) }
            group.addTask {
                // The back-off itself, on the clock that was passed in; a ring ends it early.
                try? await clock.sleep(for: pause)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            // Both may have come at once: a ring is not lost.
            return await group.reduce(into: first) { $0.formUnion($1) }
        }
        await heed(heard, &progress)
    }

    private func heed(_ rings: Doorbell.Rings, _ progress: inout Progress) async {
        if rings.contains(.retry) { await recall(&progress, includingSetAside: true) }
    }

    /// What waits is due now: at the start, and when a person asks.
    private func recall(_ progress: inout Progress, includingSetAside: Bool) async {
        progress.machine.retryNow()
        do {
            try await store.retryAll(includingSetAside: includingSetAside)
            progress.writeProblem = nil
        } catch {
            tell(error, progress)
            progress.writeProblem = ErrorBody(error).error
        }
    }

    /// Once for each time the store fails.
    private func tell(_ error: KioskError, _ progress: Progress) {
        guard progress.storeProblem == nil else { return }
        logger.error("the relay cannot use the store", metadata: ["problem": "\(error)"])
    }

    private func show(_ progress: inout Progress, pause: Duration?) async {
        let state = RelayState(
            central: progress.machine.central,
            problem: progress.storeProblem ?? progress.machine.problem,
            nextAttemptAt: pause.map { now().adding($0) }
        )
        guard state != progress.shown else { return }
        progress.shown = state
        await onState(state)
    }

    private func log(_ action: RelayAction, _ change: RelayMachine.Change?, _ entry: OutboxEntry) {
        switch change {
        case .trouble(let problem):
            logger.warning(
                "claims do not reach the central; they wait",
                metadata: ["code": "\(problem.code)", "problem": "\(problem.message)", "remedy": "\(problem.remedy)"]
            )
        case .recovered: logger.notice("claims reach the central again")
        case nil: break
        }
        let claim: Logger.Metadata = ["claim": "\(entry.number)", "id": "\(entry.claimID)"]
        switch action {
        case .acknowledge(let answer):
            logger.info("the central has the claim", metadata: claim.merging(["status": "\(answer.status)"]) { $1 })
        case .setAside(let problem):
            logger.error(
                "the central does not take the claim; a person must look",
                metadata: claim.merging(["code": "\(problem.code)", "problem": "\(problem.message)"]) { $1 }
            )
        case .postponeClaim, .postponeAll: break
        }
    }
}
