import Claims
import Synchronization

/// Holds few photos in memory, however many are sent at once: the daemon's memory is bounded by its unit.
final class PhotoIntake: Sendable {
    private static let mostAtOnce = 2
    private let busy = Mutex(0)

    /// Throws `session.event-ignored` while others are being taken in.
    func take<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let isFree = busy.withLock { busy in
            guard busy < Self.mostAtOnce else { return false }
            busy += 1
            return true
        }
        guard isFree else {
            throw KioskError(
                .eventIgnored,
                "\(Self.mostAtOnce) photos are being taken in",
                remedy: "wait until they are kept, then send this one again"
            )
        }
        defer { busy.withLock { $0 -= 1 } }
        return try await body()
    }
}
