import Synchronization

/// Whether a card is wanted, as the ID-card readers see it.
///
/// Each wish has a number. One card fulfils it, on whichever reader; a card that was read for an earlier wish fulfils
/// none and is dropped.
final class CardWish: Sendable {
    /// Told the number of the wish, or nil when no card is wanted.
    typealias Listener = @Sendable (Int?) -> Void

    private struct State {
        var isAsked = false
        var isFulfilled = false
        var number = 0
        var nextToken = 0
        var listeners: [Int: Listener] = [:]

        var open: Int? { isAsked && !isFulfilled ? number : nil }
    }

    private let state = Mutex(State())

    /// Saying the same again changes nothing: after a card was read, only false and then true ask for another.
    func ask(_ wanted: Bool) {
        state.withLock { state in
            guard wanted != state.isAsked else { return }
            state.isAsked = wanted
            state.isFulfilled = false
            if wanted { state.number += 1 }
            for listener in state.listeners.values { listener(state.open) }
        }
    }

    /// Tells the listener the present wish at once and every change until `remove`. It must not block.
    func add(_ listener: @escaping Listener) -> Int {
        state.withLock { state in
            state.nextToken += 1
            state.listeners[state.nextToken] = listener
            listener(state.open)
            return state.nextToken
        }
    }

    func remove(_ token: Int) {
        state.withLock { _ = $0.listeners.removeValue(forKey: token) }
    }

    /// Whether a card that was read for this wish is still wanted. Only the first gets true.
    func fulfil(_ number: Int) -> Bool {
        state.withLock { state in
            guard state.open == number else { return false }
            state.isFulfilled = true
            for listener in state.listeners.values { listener(nil) }
            return true
        }
    }
}
