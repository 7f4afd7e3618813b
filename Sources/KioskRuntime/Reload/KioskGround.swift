import Claims
import DaemonSupport
import Synchronization

/// What stays when a kiosk is replaced by another one in the same process.
final class KioskGround: Sendable {
    /// The clock of records: a rehearsal's goes on, it does not begin again.
    let clock: RecordClock
    private let state = Mutex<(port: Int?, hasListened: Bool)>((nil, false))

    init(rehearsalStart: Timestamp?) { clock = RecordClock(startingAt: rehearsalStart) }

    /// The port that was taken when any was good, so that open pages find the kiosk again.
    var port: Int? { state.withLock { $0.port } }

    /// Whether the kiosk of now got so far that its page can be opened.
    var hasListened: Bool { state.withLock { $0.hasListened } }

    func listens(on port: Int?) { state.withLock { $0 = (port ?? $0.port, true) } }

    func forgetListening() { state.withLock { $0.hasListened = false } }
}
