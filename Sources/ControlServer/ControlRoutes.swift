import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import QueueServer
import ServiceLifecycle
import WireAPI

/// The routes of the control socket, docs/control-api.md.
struct ControlRoutes: Sendable {
    let control: any DeviceControl
    let queue: (any QueueDesk)?
    let access: ControlAccess
    let logger: Logger

    func router() -> Router<SocketContext> {
        let router = Router(context: SocketContext.self)
        router.add(middleware: ErrorMiddleware())
        let refusals = RefusalLog(logger: logger)
        observe(router.group().add(middleware: gate(.observe, refusals)))
        change(router.group().add(middleware: gate(.change, refusals)))
        if let queue { supervise(router.group().add(middleware: gate(.observe, refusals)), queue, refusals) }
        return router
    }

    /// Who may look at the socket at all may look at the queue; acting takes a supervisor.
    private func supervise(
        _ routes: RouterGroup<SocketContext>,
        _ queue: any QueueDesk,
        _ refusals: RefusalLog
    ) {
        QueueRoutes(desk: queue) { [access] _, context, route in
            let peer = try context.knownPeer
            if route.right == .act {
                do throws(KioskError) {
                    try access.check(.supervise, for: peer)
                } catch {
                    PeerMiddleware.note(error, peer, context, refusals)
                    throw error
                }
            }
            return QueueActor(name: peer.user, role: access.role(of: peer), via: .socket)
        }.add(to: routes)
    }

    private func gate(_ right: ControlAccess.Right, _ refusals: RefusalLog) -> PeerMiddleware {
        PeerMiddleware(refusals: refusals) { [access] in try access.check(right, for: $0) }
    }

    private func observe(_ routes: RouterGroup<SocketContext>) {
        routes.get("/v1/devices") { _, _ in try Response.json(await control.devices()) }
        routes.get("/v1/devices/events") { _, _ in
            JSONLines.response(of: try await control.changes())
        }
        routes.get("/v1/health") { _, _ in try Response.json(await control.health()) }
        routes.get("/v1/config") { _, _ in try Response.json(await control.configuration()) }
        routes.get("/metrics") { _, _ in
            Self.text(try await control.metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func change(_ routes: RouterGroup<SocketContext>) {
        routes.post("/v1/devices/test") { request, context in
            let target = try await Self.target(request)
            note("device tested", context, ["target": "\(target.target)"])
            return JSONLines.response(of: try await control.test(target))
        }
        routes.post("/v1/devices/record") { request, context in
            let target = try await Self.target(request)
            note("device recorded", context, ["target": "\(target.target)"])
            let capture = try await control.record(target, by: context.user)
            return Self.text(capture, type: "text/plain; charset=utf-8")
        }
        routes.post("/v1/devices/order") { request, context in
            let body = try await request.json(ControlOrder.self)
            note("device ordered", context, ["target": "\(body.target)", "command": "\(body.command)"])
            return try Response.json(try await control.order(body))
        }
        routes.post("/v1/devices/bind") { request, context in
            let body = try await request.json(ControlBind.self)
            let binding = try await control.bind(body, by: context.user)
            note("device bound", context, ["role": "\(binding.role)", "device": "\(binding.device)"])
            return try Response.json(binding)
        }
        routes.post("/v1/devices/unbind") { request, context in
            let body = try await request.json(ControlUnbind.self)
            guard (body.role == nil) != (body.device == nil) else {
                throw KioskError(
                    .requestMalformed,
                    "unbind takes a role or a device, one of both",
                    remedy: "name the role, such as scanner, or the device as kioskctl devices list shows it"
                )
            }
            let binding = try await control.unbind(body)
            note("device unbound", context, ["role": "\(binding.role)", "device": "\(binding.device)"])
            return try Response.json(binding)
        }
    }

    /// Who did it. A device's name and a role are nothing of a citizen.
    private func note(_ what: Logger.Message, _ context: SocketContext, _ details: Logger.Metadata) {
        var metadata = details
        metadata["uid"] = "\(context.peer.map { "\($0.uid)" } ?? "-")"
        metadata["user"] = "\(context.user)"
        logger.notice(what, metadata: metadata)
    }

    private static func target(_ request: Request) async throws -> ControlTarget {
        let target = try await request.json(ControlTarget.self)
        guard target.seconds.map(ControlTarget.secondsRange.contains) ?? true else {
            throw KioskError(
                .requestMalformed,
                "seconds are \(ControlTarget.secondsRange.lowerBound) to \(ControlTarget.secondsRange.upperBound)",
                remedy: "ask for a time in that range"
            )
        }
        return target
    }

    private static func text(_ text: String, type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
