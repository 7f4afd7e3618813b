import Claims
import HTTPSupport
import Hummingbird
import WireAPI

/// The control interface of one simulated device; `SimulatorMessages.swift` and `docs/kiosk-sim.md` describe it.
struct ControlRoutes {
    /// Bytes of a request's body: the largest scan, every byte escaped, with room to spare.
    static let maximumBody = 20_000

    private let device: any SimulatedDevice

    init(device: any SimulatedDevice) { self.device = device }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ErrorMiddleware())
        router.get("/v1/state") { [device] _, _ in try Response.json(await device.state()) }
        router.post("/v1/plug") { [device] _, _ in
            try await device.plug()
            return try Response.json(await device.state())
        }
        router.post("/v1/unplug") { [device] _, _ in
            try await device.unplug()
            return try Response.json(await device.state())
        }
        for action in ["tap", "lift", "scan"] {
            router.post("/v1/\(action)") { [device] request, _ in
                let arguments = try await request.json(SimulatorAction.self, upTo: Self.maximumBody)
                try await device.perform(action, arguments)
                return try Response.json(await device.state())
            }
        }
        router.post("/v1/step") { [device] request, _ in
            let arguments = try await request.json(SimulatorAction.self, upTo: Self.maximumBody)
            try await device.run(try ScriptParser.step(arguments.step ?? ""))
            return try Response.json(await device.state())
        }
        return router
    }
}

extension KioskError {
    static func noSuchAction(_ action: String, role: String) -> KioskError {
        KioskError(
            .simulatorRefused,
            "A simulated device of the role \(role) cannot \(action)",
            remedy: "Send it to the other device's control socket"
        )
    }

    static func noSuchStep(role: String) -> KioskError {
        KioskError(
            .simulatorRefused,
            "A simulated device of the role \(role) does not have this step",
            remedy: "See the table of steps in docs/kiosk-sim.md for the device that has it"
        )
    }
}
