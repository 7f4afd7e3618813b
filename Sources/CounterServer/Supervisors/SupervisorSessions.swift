import Claims
import Synchronization

/// Who is logged in on the supervisors' page: random names of sessions in the memory of this process, so a restart ends
/// them all.
package final class SupervisorSessions: Sendable {
    private struct Session {
        let supervisor: String
        var lastAction: ContinuousClock.Instant
    }

    /// A session without an action for this long is over.
    package static let idleLimit = Duration.seconds(600)
    /// Beyond these the one that was quiet longest ends.
    package static let maximum = 16

    private let sessions = Mutex<[String: Session]>([:])

    package init() {}

    /// - Returns: the session's name: 256 random bits as 64 hexadecimal digits.
    package func begin(_ supervisor: String, at now: ContinuousClock.Instant = .now) -> String {
        // The system's generator is the kernel's.
        var random = SystemRandomNumberGenerator()
        let token = (0..<4).map { _ in Self.hexadecimal(random.next()) }.joined()
        sessions.withLock { sessions in
            sessions = sessions.filter { !Self.isOver($0.value, now) }
            while sessions.count >= Self.maximum,
                let quietest = sessions.min(by: { $0.value.lastAction < $1.value.lastAction })
            {
                sessions[quietest.key] = nil
            }
            sessions[token] = Session(supervisor: supervisor, lastAction: now)
        }
        return token
    }

    /// Who the session is of; nil when it is over or never was.
    ///
    /// - Parameter isAction: whether a person did something; a page that only looks again keeps no session alive.
    package func supervisor(
        of token: String,
        isAction: Bool,
        at now: ContinuousClock.Instant = .now
    ) -> String? {
        sessions.withLock { sessions in
            guard var session = sessions[token] else { return nil }
            guard !Self.isOver(session, now) else {
                sessions[token] = nil
                return nil
            }
            if isAction {
                session.lastAction = now
                sessions[token] = session
            }
            return session.supervisor
        }
    }

    /// Whose session it was; nil when there was none.
    @discardableResult
    package func end(_ token: String) -> String? {
        sessions.withLock { $0.removeValue(forKey: token)?.supervisor }
    }

    private static func isOver(_ session: Session, _ now: ContinuousClock.Instant) -> Bool {
        now - session.lastAction >= idleLimit
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
