import Claims
import Dispatch
import Sealing
import Settings
import Synchronization

/// Who may override, and how often somebody tried. Five wrong PINs in a row lock a supervisor for five minutes.
final class SupervisorBook: Sendable {
    private struct Tries {
        /// Since the last right PIN.
        var begun = 0
        var lockedUntil: ContinuousClock.Instant?
    }

    private static let limit = 5
    private static let lock = Duration.seconds(300)

    private let hashes: [String: PINHash]
    private let tries = Mutex<[String: Tries]>([:])

    /// Throws `config.invalid-value` for a hash that is none.
    init(_ supervisors: [Supervisor]) throws(KioskError) {
        var hashes: [String: PINHash] = [:]
        for supervisor in supervisors {
            guard let hash = PINHash(supervisor.pinHash) else {
                throw KioskError(
                    .configInvalidValue,
                    "the PIN of supervisor \(supervisor.id) is not written as a hash",
                    remedy: "Write what kioskd --hash-pin prints for the PIN."
                )
            }
            hashes[supervisor.id] = hash
        }
        self.hashes = hashes
    }

    func knows(_ name: String) -> Bool { hashes[name] != nil }

    /// Throws `supervisor.locked`.
    func check(_ name: String, pin: String, at instant: ContinuousClock.Instant = .now) async throws(KioskError) -> Bool
    {
        guard let hash = hashes[name] else { return false }
        // A try counts before it is looked at: many at once are no more than one after the other.
        let isAllowed = tries.withLock { tries in
            var own = tries[name] ?? Tries()
            if let until = own.lockedUntil {
                guard instant >= until else { return false }
                own = Tries()
            }
            own.begun += 1
            if own.begun >= Self.limit { own.lockedUntil = instant.advanced(by: Self.lock) }
            tries[name] = own
            return true
        }
        guard isAllowed else {
            throw KioskError(
                .supervisorLocked,
                "supervisor \(name) is locked after \(Self.limit) wrong PINs",
                remedy: "Wait five minutes, or ask another supervisor."
            )
        }
        let isRight = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: hash.matches(pin)) }
        }
        if isRight { tries.withLock { $0[name] = nil } }
        return isRight
    }

    /// Hashing blocks for some 50 ms; one at a time is slow enough for a guesser and quick enough for a person.
    private static let queue = DispatchQueue(label: "supervisor.pin")
}
