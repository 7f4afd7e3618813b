package import Claims
import Glibc

/// Wall-clock time for records: the system's, or in a rehearsal one that starts where the configuration says and then
/// runs as fast as the real one.
package struct RecordClock: Sendable {
    private let start: Timestamp?
    private let started = ContinuousClock.now

    /// - Parameter start: the time a rehearsal begins at; nil for the system's time.
    package init(startingAt start: Timestamp? = nil) { self.start = start }

    package var now: Timestamp {
        if let start { return start.adding(ContinuousClock.now - started) }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
