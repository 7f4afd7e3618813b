import Claims
import CounterServer

extension SupervisorBook: SupervisorRegister {
    func isSupervisor(_ name: String, pin: String) async throws -> Bool { try await check(name, pin: pin) }
}
