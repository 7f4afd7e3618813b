package import Logging
import Synchronization

/// Logs whom a listener turned away: the first time at once, then once a minute for each who and what, with how many
/// were left out in between. Whoever knocks without end cannot fill the journal, nor this process's memory.
package final class RefusalLog: Sendable {
    private struct Kept {
        var loggedAt: ContinuousClock.Instant
        var leftOut = 0
    }

    /// Further ones share a line.
    private static let mostKept = 256
    private static let pause = Duration.seconds(60)

    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let kept = Mutex<[String: Kept]>([:])

    package init(
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.logger = logger
        self.now = now
    }

    /// - Parameter peer: who it was, nothing of a citizen: a user's number, a network address.
    package func note(_ message: Logger.Message, from peer: String, _ metadata: Logger.Metadata) {
        let leftOut = kept.withLock { kept -> Int? in
            let now = now()
            var key = "\(peer) \(message)"
            if kept[key] == nil, kept.count >= Self.mostKept {
                kept = kept.filter { now - $0.value.loggedAt < Self.pause }
                if kept.count >= Self.mostKept { key = "others \(message)" }
            }
            guard let before = kept[key] else {
                kept[key] = Kept(loggedAt: now)
                return 0
            }
            guard now - before.loggedAt >= Self.pause else {
                kept[key]?.leftOut += 1
                return nil
            }
            kept[key] = Kept(loggedAt: now)
            return before.leftOut
        }
        guard let leftOut else { return }
        var metadata = metadata
        if leftOut > 0 { metadata["leftOut"] = "\(leftOut)" }
        logger.warning(message, metadata: metadata)
    }
}
