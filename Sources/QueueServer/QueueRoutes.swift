import Claims
import HTTPSupport
import HTTPTypes
package import Hummingbird
import NIOCore
import WireAPI

/// The supervisors' routes, for the page and the control socket alike: `docs/openapi/queue.yaml`.
package struct QueueRoutes<Context: RequestContext>: Sendable {
    /// Says who asks for which route, or throws what he is answered: `control.denied`, or that he must log in. By the
    /// route, never by the request's path: the router takes a path that is written otherwise too (`…/end/`).
    package typealias Door = @Sendable (Request, Context, QueueRoute) async throws -> QueueActor

    private let desk: any QueueDesk
    private let door: Door

    package init(desk: any QueueDesk, door: @escaping Door) {
        self.desk = desk
        self.door = door
    }

    package func add(to routes: some RouterMethods<Context>) {
        for route in QueueRoute.allCases {
            routes.on(RouterPath(route.path), method: route.method) { request, context in
                let actor = try await door(request, context, route)
                return try await answer(route, request, context, actor)
            }
        }
    }

    private func answer(
        _ route: QueueRoute,
        _ request: Request,
        _ context: Context,
        _ actor: QueueActor
    ) async throws -> Response {
        switch route {
        case .status: return try Response.json(try await desk.status())
        case .claims:
            let filter = try Self.filter(request)
            let (after, limit) = try Self.page(request)
            return try Response.json(try await desk.claims(filter, after: after, limit: limit))
        case .retry:
            try await desk.retry(by: actor)
            return try Response.json(try await desk.status())
        case .pause:
            try await desk.pause(by: actor)
            return try Response.json(try await desk.status())
        case .resume:
            try await desk.resume(by: actor)
            return try Response.json(try await desk.status())
        case .amend:
            let id = try Self.claim(context)
            let entry = try await request.json(AmendmentEntry.self)
            return try Response.json(try await desk.amend(id, entry, by: actor))
        case .settleLoss:
            try await desk.settleLoss(of: try Self.claim(context), by: actor)
            return try Response.json(try await desk.status())
        case .daySlip: return try Response.json(try await desk.daySlip(try Self.day(context)))
        case .printDaySlip:
            let language = try await request.json(PrintRequest.self).language
            let day = try Self.day(context)
            return try Response.json(try await desk.printDaySlip(day, language: language, by: actor))
        case .audit:
            let (after, limit) = try Self.page(request)
            return try Response.json(try await desk.audit(after: after, limit: limit))
        case .exportQueue: return .file(try await desk.exportQueue(by: actor))
        case .importAnswer:
            return try Response.json(try await desk.importAnswer(Self.stream(request.body), by: actor))
        case .exportChain: return .file(try await desk.exportChain(by: actor))
        case .backup: return .file(try await desk.backup(by: actor))
        case .endProgramme:
            let body = try await request.json(ProgrammeEnd.self)
            guard body.kioskId == (try await desk.status()).kioskId else {
                throw KioskError(
                    .programmeNotConfirmed,
                    "ending the programme wipes everything here and takes this kiosk's own name to confirm",
                    remedy: "give the kiosk's name; kioskctl queue shows it"
                )
            }
            return Response(
                status: .ok,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(
                    byteBuffer: ByteBuffer(
                        bytes: try await desk.endProgramme(despiteOpen: body.despiteOpen == true, by: actor)
                    )
                )
            )
        }
    }

    private struct PrintRequest: Decodable {
        let language: String
    }

    private static func filter(_ request: Request) throws(KioskError) -> QueuePage.Filter {
        guard let text = request.uri.queryParameters["filter"] else { return .unsent }
        if let filter = QueuePage.Filter(rawValue: String(text)) { return filter }
        throw bad("filter is one of \(QueuePage.Filter.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    private static func page(_ request: Request) throws(KioskError) -> (after: Int64, limit: Int) {
        let after = request.uri.queryParameters["after"].map { Int64($0) } ?? 0
        let limit = request.uri.queryParameters["limit"].map { Int($0) } ?? 100
        guard let after, after >= 0, let limit, (1...500).contains(limit) else {
            throw bad("after is a number from 0, limit one from 1 to 500")
        }
        return (after, limit)
    }

    private static func claim(_ context: Context) throws(KioskError) -> ClaimID {
        if let id = ClaimID(context.parameters.get("claimId") ?? "") { return id }
        throw KioskError(.claimUnknown, "this is no claim's id", remedy: "take the id from the list")
    }

    private static func day(_ context: Context) throws(KioskError) -> CivilDate {
        guard let day = CivilDate(context.parameters.get("date") ?? "") else { throw bad("a day is YYYY-MM-DD") }
        return day
    }

    private static func bad(_ what: String) -> KioskError {
        KioskError(.requestMalformed, what, remedy: "see docs/openapi/queue.yaml")
    }

    /// One piece at a time, when it is asked for.
    private static func stream(_ body: RequestBody) -> AsyncThrowingStream<ByteBuffer, any Error> {
        let pieces = BodyPieces(body)
        return AsyncThrowingStream { try await pieces.next() }
    }
}

/// A request's body, piece by piece.
private actor BodyPieces {
    private var pieces: RequestBody.AsyncIterator

    init(_ body: RequestBody) { pieces = body.makeAsyncIterator() }

    func next() async throws -> ByteBuffer? {
        var pieces = pieces
        let piece = try await pieces.next(isolation: self)
        self.pieces = pieces
        return piece
    }
}
