/// Keeps in the audit log who came, went and tried.
package protocol SupervisorAudit: Sendable {
    /// - Parameters:
    ///   - supervisor: as it was typed only if there is such a supervisor; else a dash.
    ///   - action: `supervisor.login`, `supervisor.logout`, `supervisor.login-failed` or `supervisor.override-failed`.
    func note(_ supervisor: String, _ action: String) async throws
}

/// Who may log in.
package protocol SupervisorRegister: Sendable {
    func knows(_ name: String) -> Bool

    /// Whether the PIN is the supervisor's. Throws `supervisor.locked` after too many wrong ones.
    func isSupervisor(_ name: String, pin: String) async throws -> Bool
}
