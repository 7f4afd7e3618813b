import Claims

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Wall-clock time for records: the system's, or in a rehearsal one that starts where the configuration says.
struct KioskClock: Sendable {
    private let start: Timestamp?
    private let started = ContinuousClock.now

    /// - Parameter start: the time a rehearsal begins at; nil for the system's time.
    init(startingAt start: Timestamp?) { self.start = start }

    var now: Timestamp {
        guard let start else {
            return Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
        }
        return start.adding(ContinuousClock.now - started)
    }
}
