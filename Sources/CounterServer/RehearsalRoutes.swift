import Claims
import HTTPSupport
package import Hummingbird
import WireAPI

/// The simulated devices of a rehearsal, for the drawer of the counter page. Not there in production.
package struct RehearsalRoutes: Sendable {
    private let simulators: any SimulatorControl

    package init(simulators: any SimulatorControl) { self.simulators = simulators }

    package func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/v1/rehearsal") { _, _ in try Response.json(try await simulators.state()) }
        router.post("/v1/rehearsal/{role}/{action}") { request, context in
            let role = context.parameters.get("role") ?? ""
            let action = context.parameters.get("action") ?? ""
            guard ["tap", "lift", "scan", "unplug", "plug", "step"].contains(action) else {
                throw KioskError(
                    .requestNotFound,
                    "there is no such action",
                    remedy: "use tap, lift, scan, unplug, plug or step"
                )
            }
            let body = try await request.json(SimulatorAction.self)
            return try Response.json(try await simulators.perform(action, body, on: role))
        }
    }
}
