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
        var returns = 0
    }

    private let state = Mutex(State())
    /// Rings when somebody waits and nobody did.
    let bell = Doorbell()

    package init() {}

    /// Goes up each time that the central may be back.
    var returns: Int { state.withLock { $0.returns } }

    /// A pause after a failure begins; `wake` ends it, at once if the central came back since the attempt began. Only a
    /// central that does not answer is missing: for any other problem nobody waits here.
    ///
    /// - Parameter returns: as they were when the attempt began.
    func waits(
        _ asker: Asker,
        after problem: ErrorBody.Detail?,
        since returns: Int,
        wake: @escaping @Sendable () -> Void
    ) {
        let codes: [KioskError.Code] = [.centralUnreachable, .centralTimeout]
        guard let problem, codes.contains(KioskError.Code(problem.code)) else { return waitsNoMore(asker) }
        let (isLate, isFirst) = state.withLock { state in
            guard state.returns == returns else { return (true, false) }
            defer { state.waiting[asker] = wake }
            return (false, state.waiting.isEmpty)
        }
        if isLate { wake() }
        if isFirst { bell.ring(.changed) }
    }

    /// The pause is over, however it ended.
    func waitsNoMore(_ asker: Asker) { state.withLock { $0.waiting[asker] = nil } }

    /// The central answered one of them, and was understood.
    func answered() { state.withLock { $0.wasAnswered = true } }

    var isAwaited: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// Whether it answered since this was asked last.
    func takeAnswered() -> Bool {
        state.withLock { state in
            defer { state.wasAnswered = false }
            return state.wasAnswered
        }
    }

    /// Ends the pauses that are under way, and the next one of whoever is in an attempt.
    func wakeAll() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.returns += 1
            return state.waiting.values
        }
        for wake in waiting { wake() }
    }
}
