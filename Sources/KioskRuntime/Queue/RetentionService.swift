import Claims
import Logging
import Outbox
import ServiceLifecycle

/// Wipes what the central has had for the configured days: soon after the start, then every hour, in small steps.
struct RetentionService: Service {
    /// After the start, so that it does not slow the first visit.
    private static let first = Duration.seconds(120)
    private static let pause = Duration.seconds(3_600)
    /// Hours of the night, UTC+8, in which the store may be busy with itself for a moment.
    private static let night = 1..<5

    let store: ClaimStore
    let days: Int
    let now: @Sendable () -> Timestamp
    /// False while the clock is known to be wrong: then nothing is old.
    let isClockRight: @Sendable () -> Bool
    /// Deletes the sealed photos of claims that were wiped.
    var deletePhotos: @Sendable () async throws -> Void = {}
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()

    func run() async {
        await cancelWhenGracefulShutdown {
            var pause = Self.first
            while !Task.isCancelled {
                // A fixed rhythm is all there is to wait for.
                try? await clock.sleep(for: pause)
                if !Task.isCancelled { await wipe() }
                pause = Self.pause
            }
        }
    }

    func wipe() async {
        guard isClockRight() else { return }
        let time = now()
        do {
            let wiped = try await store.wipeSettled(before: time.adding(.seconds(-days * 86_400)), at: time)
            if wiped > 0 {
                logger.notice("claims wiped", metadata: ["count": "\(wiped)", "days": "\(days)"])
                try await deletePhotos()
            }
            if Self.night.contains(time.minuteOfDay() / 60) { try await store.compactIfWorthwhile() }
        } catch {
            logger.error("nothing was wiped", metadata: ["problem": "\(error)"])
        }
    }
}
