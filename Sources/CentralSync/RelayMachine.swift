import Claims
import WireAPI

/// What the relay remembers between attempts: how many failed in a row, how many claims go at once, and what it last
/// said about the central.
struct RelayMachine {
    /// A change worth a line in the log.
    enum Change: Equatable {
        case trouble(ErrorBody.Detail)
        case recovered
    }

    /// What follows from an attempt.
    struct Consequence: Equatable {
        /// Before anything is sent again; nil goes on at once.
        var pause: Duration?
        var change: Change?
    }

    /// Claims of the first batch, and of the largest.
    static let batch = (first: 16, largest: BatchAnswer.maximum.lines)
    /// Full batches that must go well before more is dared than a line carried in its time.
    static let patience = 32
    /// Half of the time in which a request must go on.
    static let slow = Duration.seconds(5)

    private(set) var central = RelayState.Central.unknown
    private(set) var problem: ErrorBody.Detail?
    /// Claims of the next batch at most. Doubles with each full batch that went well; halves with each that took too
    /// long, that was lost on the way or that the central refused as a whole.
    private(set) var limit = Self.batch.first
    /// What `limit` grows to: less than the largest batch where more took too long, so that a slow line is not filled again
    /// and again with what it cannot carry.
    private var ceiling = Self.batch.largest
    /// Full batches at the ceiling since it last moved.
    private var atCeiling = 0
    /// Whether the next batch may be on its way while one is answered. A central that is slow would hang up on one that
    /// waits for its last line: `RequestPace`.
    private(set) var sendsAhead = true
    private let policy: BackOff.Policy
    private var backOff: BackOff

    init(_ policy: BackOff.Policy) {
        self.policy = policy
        backOff = BackOff(policy)
    }

    /// After an attempt with a batch of `count`, which took so long. `random` is 0..<1.
    mutating func attempted(
        _ verdict: RelayVerdict,
        of count: Int,
        took: Duration = .zero,
        random: Double
    ) -> Consequence {
        let wasTroubled = problem != nil
        sendsAhead = took < Self.slow
        switch verdict {
        case .each(let actions):
            central = .reachable
            let postponed = actions.compactMap(\.postponement)
            problem = postponed.first
            if postponed.count < actions.count {
                backOff.reset()
                if count >= limit { grow() }
                return Consequence(change: change(from: wasTroubled))
            }
            return Consequence(pause: backOff.next(random: random), change: change(from: wasTroubled))
        case .split:
            central = .reachable
            limit = max(1, count / 2)
            return Consequence()
        case .postponeAll(let found):
            central = .unreachable
            problem = found
            // A slow line carries a small batch in the time that it has, and one that breaks again and again may before it
            // breaks. A network that is away costs no more than the growth since the start.
            switch KioskError.Code(found.code) {
            case .centralTimeout:
                limit = max(1, count / 2)
                (ceiling, atCeiling) = (limit, 0)
            case .centralUnreachable: limit = max(min(limit, Self.batch.first), count / 2)
            default: break
            }
            return Consequence(pause: backOff.next(random: random), change: change(from: wasTroubled))
        }
    }

    /// Before a claim is sent again that failed so often: longer than the relay's own pause, so that others come first.
    func pause(afterAttempts attempts: Int, random: Double) -> Duration {
        var own = BackOff(policy, failures: attempts)
        return min(own.next(random: random) * 2, policy.longest * 2)
    }

    /// A person asked for an attempt now, or the network changed.
    mutating func retryNow() { backOff.reset() }

    private mutating func grow() {
        if limit == ceiling {
            atCeiling += 1
            guard atCeiling >= Self.patience else { return }
            (ceiling, atCeiling) = (min(ceiling * 2, Self.batch.largest), 0)
        }
        limit = min(limit * 2, ceiling)
    }

    private func change(from wasTroubled: Bool) -> Change? {
        switch (wasTroubled, problem) {
        case (false, let found?): .trouble(found)
        case (true, nil): .recovered
        case (true, _?), (false, nil): nil
        }
    }
}

extension RelayAction {
    fileprivate var postponement: ErrorBody.Detail? {
        switch self {
        case .postpone(let problem): problem
        case .acknowledge, .setAside: nil
        }
    }
}
