import Synchronization

/// Wakes one waiting task. A ring that nobody waits for is kept until somebody does; many rings are one.
final class Doorbell: Sendable {
    struct Rings: OptionSet, Sendable {
        let rawValue: UInt8

        static let changed = Rings(rawValue: 1)
        static let retry = Rings(rawValue: 2)
        static let network = Rings(rawValue: 4)
        /// The central may be back, see `CentralWatch`.
        static let central = Rings(rawValue: 8)
    }

    private struct State {
        var rung: Rings = []
        var awaited: Rings = []
        var waiter: CheckedContinuation<Rings, Never>?

        /// The waiter and its rings, if there is one and something it waits for has rung.
        mutating func takeWaiter(evenWithout: Bool = false) -> (CheckedContinuation<Rings, Never>, Rings)? {
            let heard = rung.intersection(awaited)
            guard let waiter, evenWithout || !heard.isEmpty else { return nil }
            self.waiter = nil
            if evenWithout { return (waiter, []) }
            rung.subtract(heard)
            return (waiter, heard)
        }
    }

    private let state = Mutex(State())

    func ring(_ rings: Rings) {
        let wake = state.withLock { state -> (CheckedContinuation<Rings, Never>, Rings)? in
            state.rung.formUnion(rings)
            return state.takeWaiter()
        }
        wake?.0.resume(returning: wake?.1 ?? [])
    }

    /// The first of the given rings, taken off the bell; empty when the task was cancelled. One waiter at a time: a
    /// second one sends the first away empty-handed.
    func wait(for rings: Rings) async -> Rings {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (before, wake) = state.withLock { state in
                    let before = state.waiter
                    state.waiter = continuation
                    state.awaited = rings
                    return (before, state.takeWaiter(evenWithout: Task.isCancelled))
                }
                before?.resume(returning: [])
                wake?.0.resume(returning: wake?.1 ?? [])
            }
        } onCancel: {
            let wake = state.withLock { $0.takeWaiter(evenWithout: true) }
            wake?.0.resume(returning: [])
        }
    }
}
