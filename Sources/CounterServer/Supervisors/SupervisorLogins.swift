package import Logging
import Synchronization

/// Who is logged in, and the one place where PINs are tried: the supervisors' page and an override at the counter leave
/// the same trace in the audit log.
///
/// A PIN is tried also while the audit log cannot be written: a full disk is when a supervisor is needed. What
/// supervisors then do is refused by the one who does it.
package struct SupervisorLogins: Sendable {
    private let register: any SupervisorRegister
    private let audit: any SupervisorAudit
    private let logger: Logger
    private let strangers = StrangerLog()
    private let now: @Sendable () -> ContinuousClock.Instant
    let sessions = SupervisorSessions()

    private static let longestName = 40
    private static let longestPIN = 40

    package init(
        register: any SupervisorRegister,
        audit: any SupervisorAudit,
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.register = register
        self.audit = audit
        self.logger = logger
        self.now = now
    }

    /// Whether the PIN is the supervisor's; if not, that is noted as `failed`. Throws `supervisor.locked` after too many
    /// wrong ones.
    func admits(_ name: String, pin: String, orNotes failed: String) async throws -> Bool {
        guard name.utf8.count <= Self.longestName, pin.utf8.count <= Self.longestPIN, register.knows(name) else {
            if strangers.isNews(at: now()) { await note("-", failed) }
            return false
        }
        guard try await register.isSupervisor(name, pin: pin) else {
            await note(name, failed)
            return false
        }
        return true
    }

    func note(_ supervisor: String, _ action: String) async {
        logger.notice("supervisors", metadata: ["action": "\(action)", "supervisor": "\(supervisor)"])
        do {
            try await audit.note(supervisor, action)
        } catch {
            logger.error("the audit log was not written", metadata: ["error": "\(error)", "action": "\(action)"])
        }
    }
}

/// Names that no supervisor has can be tried without end; one line a minute says so.
private final class StrangerLog: Sendable {
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func isNews(at now: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            if let last, now - last < .seconds(60) { return false }
            last = now
            return true
        }
    }
}
