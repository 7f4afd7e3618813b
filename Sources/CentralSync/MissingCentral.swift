import Claims
import Synchronization

/// Who waits for a central that does not answer, and how each is woken once it may be back.
package final class MissingCentral: Sendable {
    package enum Asker: Hashable, Sendable {
        case claims
        case news
        case photos
    }

    private struct State {
        var waiting: [Asker: @Sendable () -> Void] = [:]
        var wasAnswered = false
    }

    private let state = Mutex(State())
    /// Rings when somebody waits and nobody did.
    let bell = Doorbell()

    package init() {}

    /// A pause after a failure begins; `wake` ends it. Only a central that does not answer is missing: for any other
    /// problem nobody waits here.
    func waits(_ asker: Asker, after problem: ErrorBody.Detail?, wake: @escaping @Sendable () -> Void) {
        let codes: [KioskError.Code] = [.centralUnreachable, .centralTimeout]
        guard let problem, codes.contains(KioskError.Code(problem.code)) else { return waitsNoMore(asker) }
        let isFirst = state.withLock { state in
            defer { state.waiting[asker] = wake }
            return state.waiting.isEmpty
        }
        if isFirst { bell.ring(.changed) }
    }

    /// The pause is over, however it ended.
    func waitsNoMore(_ asker: Asker) { state.withLock { $0.waiting[asker] = nil } }

    /// The central answered, whom and whatever.
    func answered() { state.withLock { $0.wasAnswered = true } }

    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Whether it answered since this was asked last.
    func takeAnswered() -> Bool {
        state.withLock { state in
            defer { state.wasAnswered = false }
            return state.wasAnswered
        }
    }

    /// Ends the pauses that are under way.
    func wakeAll() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for wake in waiting { wake() }
    }
}
