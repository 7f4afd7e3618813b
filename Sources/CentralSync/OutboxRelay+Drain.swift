import Claims
import CrashPoints
import Logging
import Outbox

// Sending. One batch is being answered, and the next is on its way behind it.

extension OutboxRelay {
    /// Sends batch after batch until nothing follows or one fails. Gives the pause that must follow.
    ///
    /// While the central works on a batch, the next one is read and goes out, all but its last line; that line goes when
    /// the answers to the batch before are on the disk. So both ends work at once, and after a crash one batch at most
    /// is sent a second time.
    func drain(_ first: [OutboxEntry], _ progress: inout Progress) async -> Duration? {
        // The time that was shown for this attempt has come.
        await show(&progress, pause: nil)
        var exchange = Exchange(first, by: client)
        while true {
            CrashPoint.relayRead.pass()
            // It may have been begun before somebody paused; its last line is not on its way yet.
            guard await mayGo else {
                exchange.drop()
                return nil
            }
            let start = ContinuousClock.now
            exchange.release()
            CrashPoint.relayReleased.pass()
            let next = progress.machine.sendsAhead ? await follow(exchange, &progress) : nil
            let end = await finish(exchange, since: start, &progress)
            guard end == .goOn, let next else {
                next?.drop()
                guard case .rest(let pause) = end else { return nil }
                return pause
            }
            exchange = next
        }
    }

    private enum End: Equatable {
        case goOn
        /// The batches that follow are not to be sent now.
        case lookAgain
        case rest(Duration)
    }

    /// The batch after this one, begun; nil when there is none.
    private func follow(_ exchange: Exchange, _ progress: inout Progress) async -> Exchange? {
        guard let last = exchange.entries.last,
            case .due(let entries)? = await look(after: last.number.sequence, &progress)
        else { return nil }
        return Exchange(entries, by: client)
    }

    /// A store that cannot say it fails the next look too, which tells.
    private var mayGo: Bool {
        get async { await (try? !store.isPaused) ?? false }
    }

    /// Waits for the answer and writes it down.
    private func finish(
        _ exchange: Exchange,
        since start: ContinuousClock.Instant,
        _ progress: inout Progress
    ) async -> End {
        guard let reply = await reply(to: exchange, &progress) else { return .lookAgain }
        CrashPoint.relayAnswered.pass()
        // An answer counts even when the shutdown came with it; a failure then says nothing about the central.
        if Task.isCancelled, case .failed = reply { return .lookAgain }
        let entries = exchange.entries
        let verdict = RelayDecision.verdict(on: reply, to: entries, signedBy: centralKey)
        let next = progress.machine.attempted(
            verdict,
            of: entries.count,
            took: ContinuousClock.now - start,
            random: .random(in: 0..<1)
        )
        if progress.machine.central == .reachable { missing.answered() }
        log(verdict, next.change, entries)
        do {
            try await store.settle(deliveries(verdict, of: entries, next.pause, progress.machine), at: now())
            progress.writeProblem = nil
        } catch {
            if Task.isCancelled { return .lookAgain }
            tell(error, progress)
            progress.writeProblem = ErrorBody(error).error
            await restForStore(&progress)
            return .lookAgain
        }
        CrashPoint.relaySettled.pass()
        await show(&progress, pause: next.pause)
        if case .split = verdict { return .lookAgain }
        return next.pause.map { .rest($0) } ?? .goOn
    }

    /// Nil when the network changed meanwhile: what was under way is lost with the old one, at least its time is.
    private func reply(to exchange: Exchange, _ progress: inout Progress) async -> CentralReply? {
        enum Event: Sendable {
            case reply(CentralReply)
            case rings(Doorbell.Rings)
            case time
        }
        let event = await withTaskGroup(of: Event.self) { group in
            group.addTask { .reply(await exchange.reply) }
            group.addTask { .rings(await bell.wait(for: .network)) }
            group.addTask {
                // The client's own deadline ends with the head of the answer.
                try? await clock.sleep(for: timeout)
                return .time
            }
            let first = await group.next() ?? .time
            group.cancelAll()
            for await late in group {
                // Both may have come at once: a ring is not lost.
                if case .rings(let rings) = late { bell.ring(rings) }
            }
            return first
        }
        switch event {
        case .reply(let reply): return reply
        case .rings(let rings):
            exchange.drop()
            await heed(rings, &progress)
            return nil
        case .time:
            exchange.drop()
            return .failed(RelayDecision.timedOut(after: timeout))
        }
    }

    private func deliveries(
        _ verdict: RelayVerdict,
        of entries: [OutboxEntry],
        _ pause: Duration?,
        _ machine: RelayMachine
    ) -> [Delivery] {
        let now = now()
        switch verdict {
        case .each(let actions):
            return zip(entries, actions).map { entry, action in
                switch action {
                case .acknowledge(let answer): return Delivery(entry.claimID, .answered(answer))
                case .setAside(let problem): return Delivery(entry.claimID, .setAside(problem))
                case .postpone(let problem):
                    let own = machine.pause(afterAttempts: entry.attempts, random: .random(in: 0..<1))
                    let until = now.adding(max(own, (pause ?? .zero) * 2))
                    return Delivery(entry.claimID, .postponed(until: until, problem: problem))
                }
            }
        case .split: return []
        case .postponeAll(let problem):
            // The earliest claim stands for all of them, and is due again when the relay is.
            return entries.prefix(1).map {
                Delivery($0.claimID, .postponed(until: now.adding(pause ?? .zero), problem: problem))
            }
        }
    }

    private func log(_ verdict: RelayVerdict, _ change: RelayMachine.Change?, _ entries: [OutboxEntry]) {
        switch change {
        case .trouble(let problem):
            logger.warning(
                "claims do not reach the central; they wait",
                metadata: ["code": "\(problem.code)", "problem": "\(problem.message)", "remedy": "\(problem.remedy)"]
            )
        case .recovered: logger.notice("claims reach the central again")
        case nil: break
        }
        guard case .each(let actions) = verdict else { return }
        var answered: [OutboxEntry] = []
        for (entry, action) in zip(entries, actions) {
            switch action {
            case .acknowledge: answered.append(entry)
            case .setAside(let problem):
                logger.error(
                    "the central does not take the claim; a person must look",
                    metadata: [
                        "claim": "\(entry.number)", "id": "\(entry.claimID)", "code": "\(problem.code)",
                        "problem": "\(problem.message)",
                    ]
                )
            case .postpone: break
            }
        }
        guard let first = answered.first, let last = answered.last else { return }
        logger.info(
            "the central has the claims",
            metadata: ["count": "\(answered.count)", "first": "\(first.number)", "last": "\(last.number)"]
        )
    }
}
