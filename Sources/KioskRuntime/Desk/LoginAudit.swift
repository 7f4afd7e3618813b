import Claims
import CounterServer
import Outbox

/// Who logged in, failed to and logged out, in the store's audit log.
struct LoginAudit: SupervisorAudit {
    let store: ClaimStore
    let now: @Sendable () -> Timestamp

    func note(_ supervisor: String, _ action: String) async throws {
        try await store.audit(
            AuditEntry(at: now(), actor: supervisor, role: "supervisor", via: "page", action: action)
        )
    }
}
