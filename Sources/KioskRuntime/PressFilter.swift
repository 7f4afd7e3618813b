import Synchronization

/// One press of a button that needs no login: presses that follow it closely are the same one, so that nobody fills the
/// audit log with them.
final class PressFilter: Sendable {
    private static let pause = Duration.seconds(10)

    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func isNew(at now: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            if let last, now - last < Self.pause { return false }
            last = now
            return true
        }
    }
}
