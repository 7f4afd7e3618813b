import Claims
import Synchronization
import WireAPI

/// How far a walk has come, for the error that ends it. Holds nothing of a person.
final class WalkProgress: Sendable {
    private struct State {
        var stage = "the first snapshot"
        var seen = ""
    }

    private let state = Mutex(State())

    func waits(for stage: String) { state.withLock { $0.stage = stage } }

    func saw(_ snapshot: CounterSnapshot) {
        let devices = snapshot.devices.map { "\($0.role) \($0.state)" }
        let hint = snapshot.session.hint.map { ["hint \($0.code)"] } ?? []
        let seen =
            ["step \(snapshot.session.step)"] + hint + devices + ["central \(snapshot.queue?.central ?? "unknown")"]
        state.withLock { $0.seen = " (\(seen.joined(separator: ", ")))" }
    }

    func timeout(after limit: Duration) -> KioskError {
        let state = state.withLock { $0 }
        return KioskError(
            .walkTimeout,
            "After \(limit.components.seconds) s the walk still waited for \(state.stage)\(state.seen)",
            remedy: "See the log of kioskd, and of kiosk-central if the claim was recorded"
        )
    }

    var streamEnded: KioskError {
        KioskError(
            .walkUnreachable,
            "The kiosk ended its stream of events while the walk waited for \(state.withLock { $0.stage })",
            remedy: "See whether kioskd stopped"
        )
    }

    /// The session or the claim took another turn than to acceptance.
    static func stopped(_ what: String, _ reason: ReasonView?) -> KioskError {
        KioskError(
            .walkStopped,
            "\(what)\(reason.map { ": \($0.code)" } ?? "")",
            remedy: "Start with a person and a bike that have no claim yet, or with empty state folders"
        )
    }
}
