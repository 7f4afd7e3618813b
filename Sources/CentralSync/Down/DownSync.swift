package import Claims
package import Logging
package import Outbox
package import Sealing
import ServiceLifecycle
package import WireAPI

/// What the kiosk last heard of the central, for the pages.
package struct DownSyncState: Equatable, Sendable {
    /// Why the last round failed; nil after one that did not.
    package var problem: ErrorBody.Detail?
    /// When the last signed answer came.
    package var heardAt: Timestamp?

    package init(problem: ErrorBody.Detail? = nil, heardAt: Timestamp? = nil) {
        self.problem = problem
        self.heardAt = heardAt
    }
}

/// Listens to the central: what became of claims, how far it has the chain, which files to use, what time it is.
///
/// Asks after claims were answered, when the central is reachable again, and now and then. Never throws: what fails is
/// told once and tried again, with growing pauses.
package final class DownSync: Service {
    private let round: DownSyncRound
    private let clock: any Clock<Duration>
    private let interval: Duration
    private let spacing: Duration
    private let policy: BackOff.Policy
    private let missing: MissingCentral
    private let logger: Logger
    private let onState: @Sendable (DownSyncState) async -> Void
    private let onFiles: @Sendable (SyncManifest) async -> Void
    private let bell = Doorbell()

    /// - Parameters:
    ///   - signer: the kiosk's own key, for what it says of its chain; nil in a rehearsal without one.
    ///   - shelf: where the central's files go; nil when none are used here.
    ///   - interval: between rounds that nothing asked for; up to a fifth is taken off at random.
    ///   - spacing: the least pause between two rounds.
    ///   - missing: ends pauses when the central may be back, see `CentralWatch`.
    ///   - admit: looks at files before they are used; what it throws refuses them.
    ///   - onFiles: called when other files than before are whole on the shelf.
    package init(
        store: ClaimStore,
        queries: CentralQueries,
        signer: SigningKey?,
        time: any TimeKeeper,
        shelf: CentralShelf?,
        admit: @escaping CentralShelf.Admission = { _ in },
        clock: any Clock<Duration> = ContinuousClock(),
        interval: Duration = .seconds(300),
        spacing: Duration = .seconds(2),
        policy: BackOff.Policy = BackOff.Policy(),
        missing: MissingCentral = MissingCentral(),
        logger: Logger,
        onState: @escaping @Sendable (DownSyncState) async -> Void = { _ in },
        onFiles: @escaping @Sendable (SyncManifest) async -> Void = { _ in }
    ) {
        round = DownSyncRound(
            store: store,
            queries: queries,
            signer: signer,
            time: time,
            shelf: shelf,
            admit: admit,
            logger: logger
        )
        self.clock = clock
        self.interval = interval
        self.spacing = spacing
        self.policy = policy
        self.missing = missing
        self.logger = logger
        self.onState = onState
        self.onFiles = onFiles
    }

    /// Asks for a round soon: the central is reachable again, or a person wants to know.
    package func askNow() { bell.ring(.retry) }

    /// Runs until graceful shutdown or cancellation. An exchange in flight is dropped then.
    package func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                let changes = self.round.store.changes
                group.addTask { for await _ in changes { self.bell.ring(.changed) } }
                await self.listen()
                group.cancelAll()
            }
        }
    }

    /// What is remembered from one round to the next.
    private struct Progress {
        var backOff: BackOff
        var state = DownSyncState()
        var machine = DownSyncMachine()
        /// Claims that were answered when the last round began.
        var answered = -1
        var manifestDue = ContinuousClock.now
    }

    private func listen() async {
        var progress = Progress(backOff: BackOff(policy))
        while !Task.isCancelled {
            let returns = missing.returns
            let withManifest = progress.manifestDue <= .now
            progress.answered = await answered() ?? progress.answered
            var pause: Duration
            do throws(KioskError) {
                if let manifest = try await round.run(
                    &progress.machine,
                    withManifest: withManifest,
                    &progress.state
                ) {
                    await onFiles(manifest)
                }
                if withManifest { progress.manifestDue = .now + interval * 0.8 }
                progress.backOff.reset()
                missing.answered()
                pause = interval * .random(in: 0.8...1)
                await note(nil, &progress)
            } catch {
                if Task.isCancelled { return }
                pause = min(progress.backOff.next(random: .random(in: 0..<1)), interval)
                await note(error, &progress)
            }
            missing.waits(.news, after: progress.state.problem, since: returns) { [bell] in bell.ring(.retry) }
            await rest(pause, &progress)
            missing.waitsNoMore(.news)
        }
    }

    /// At least the spacing; then until the time has come, claims were answered, or somebody asks.
    private func rest(_ pause: Duration, _ progress: inout Progress) async {
        try? await clock.sleep(for: min(spacing, pause))
        let end = ContinuousClock.now + (pause - min(spacing, pause))
        while !Task.isCancelled {
            let left = end - .now
            guard left > .zero else { return }
            let heard = await bell.wait(for: [.changed, .retry], atMost: left, clock)
            guard heard == .changed else { return }
            if let answered = await answered(), answered != progress.answered { return }
        }
    }

    private func answered() async -> Int? {
        guard let summary = try? await round.store.queueSummary() else { return nil }
        return summary.accepted + summary.duplicate + summary.inReview + summary.returned
    }

    private func note(_ error: KioskError?, _ progress: inout Progress) async {
        let before = progress.state.problem
        progress.state.problem = error.map { ErrorBody($0).error }
        if let error, before?.code != error.code.name {
            logger.warning(
                "nothing is heard from the central",
                metadata: ["code": "\(error.code)", "problem": "\(error.message)", "remedy": "\(error.remedy)"]
            )
        } else if error == nil, before != nil {
            logger.notice("the central is heard again")
        }
        await onState(progress.state)
    }
}
