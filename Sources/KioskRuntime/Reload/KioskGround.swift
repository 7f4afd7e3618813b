import Claims
import DaemonSupport
import Synchronization

/// What stays when a kiosk is replaced by another one in the same process.
final class KioskGround: Sendable {
    /// The clock of records: a rehearsal's goes on, it does not begin again.
    let clock: RecordClock
    private let state = Mutex<Int?>(nil)

    init(rehearsalStart: Timestamp?) { clock = RecordClock(startingAt: rehearsalStart) }

    /// The port that was taken when any was good, so that open pages find the kiosk again.
    var port: Int? { state.withLock { $0 } }

    func listens(on port: Int?) { state.withLock { $0 = port ?? $0 } }
}
