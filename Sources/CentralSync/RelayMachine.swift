import Claims

/// What the relay remembers between attempts: how many failed in a row, and what it last said about the central.
struct RelayMachine {
    /// A change worth a line in the log.
    enum Change: Equatable {
        case trouble(ErrorBody.Detail)
        case recovered
    }

    /// What follows from an action.
    struct Consequence: Equatable {
        /// Before anything is sent again; nil goes on at once.
        var pause: Duration?
        /// Before this claim is sent again.
        var claimPause: Duration?
        var change: Change?
    }

    private(set) var central = RelayState.Central.unknown
    private(set) var problem: ErrorBody.Detail?
    private var backOff: BackOff
    /// Of a claim; a later time is taken for the error of a clock.
    private let longestClaimPause: Duration

    init(_ policy: BackOff.Policy) {
        backOff = BackOff(policy)
        longestClaimPause = policy.longest * 2
    }

    /// After an attempt. `random` is 0..<1.
    mutating func attempted(_ action: RelayAction, random: Double) -> Consequence {
        let wasTroubled = problem != nil
        switch action {
        case .acknowledge, .setAside:
            central = .reachable
            problem = nil
            backOff.reset()
            return Consequence(change: wasTroubled ? .recovered : nil)
        case .postponeClaim(let found):
            central = .reachable
            problem = found
            let pause = backOff.next(random: random)
            // Longer than the relay's own pause, so that other claims come first.
            return Consequence(
                pause: pause,
                claimPause: min(pause * 2, longestClaimPause),
                change: wasTroubled ? nil : .trouble(found)
            )
        case .postponeAll(let found):
            central = .unreachable
            problem = found
            let pause = backOff.next(random: random)
            return Consequence(pause: pause, claimPause: pause, change: wasTroubled ? nil : .trouble(found))
        }
    }

    /// A person asked for an attempt now.
    mutating func retryNow() { backOff.reset() }
}
