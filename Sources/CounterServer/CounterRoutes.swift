import Claims
import HTTPSupport
import HTTPTypes
package import Hummingbird
import Inspection
import WireAPI

/// The local API of the counter, `docs/openapi/kiosk.yaml`.
package struct CounterRoutes: Sendable {
    private let counter: Counter
    private let ledger: any ClaimLedger
    private let desk: any CounterDesk
    private let logins: SupervisorLogins
    private let intake = PhotoIntake()
    /// In bytes: a sharp photo of a sheet of paper takes one to three million.
    private static let largestPhoto = 4 << 20

    package init(counter: Counter, ledger: any ClaimLedger, desk: any CounterDesk, logins: SupervisorLogins) {
        self.counter = counter
        self.ledger = ledger
        self.desk = desk
        self.logins = logins
    }

    package func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/v1/session") { _, _ in try await respond() }
        router.get("/v1/events") { [counter] request, _ in SnapshotStream.response(to: request, from: counter) }
        addSession(to: router.group("/v1/session"))
        addQueue(to: router)
    }

    private func addSession(to session: RouterGroup<BasicRequestContext>) {
        session.post("start") { _, _ in try await respond(to: await counter.start()) }
        session.post("notice") { request, _ in
            let body = try await request.json(NoticeAgreement.self)
            return try await send(.agree(try body.consent(at: counter.now())))
        }
        session.post("agent") { _, _ in try await send(.agentComes) }
        session.post("plate") { request, _ in
            try await send(.plateEntered(try await request.json(PlateEntry.self).plate))
        }
        session.post("plateless") { _, _ in try await send(.noPlate) }
        session.post("relation") { request, _ in
            try await send(.relationStated(try await request.json(RelationEntry.self).value))
        }
        session.post("photos") { request, _ in try await keepPhoto(request) }
        session.post("certificate") { request, _ in
            let form = try await request.json(CertificateEntry.self).form
            if let photo = form.photo, !(await desk.hasPhoto(photo)) {
                return try await respond(to: .ignored(Hint(.photoUnknown)))
            }
            return try await send(.certificateShown(form))
        }
        session.post("no-certificate") { _, _ in try await send(.noCertificate) }
        session.put("parts/{part}") { request, context in
            guard let part = context.parameters.get("part").flatMap(Part.init(rawValue:)) else {
                throw KioskError(
                    .requestNotFound,
                    "there is no such part",
                    remedy: "use battery, motor or frame"
                )
            }
            return try await send(.partJudged(part, try await request.json(PartEntry.self).judgement))
        }
        session.post("kilometres") { request, _ in
            try await send(.kilometresRead(try await request.json(KilometresEntry.self).kilometres))
        }
        session.post("condition") { request, _ in
            try await send(.conditionChosen(try await request.json(ConditionEntry.self).condition))
        }
        session.post("proceed") { _, _ in try await send(.proceed) }
        session.post("override") { request, _ in
            let body = try await request.json(OverrideEntry.self)
            // A PIN is tried only where it can decide something.
            guard await counter.takesOverride else { return try await respond(to: .ignored(Hint(.overrideNotNow))) }
            let failed = "supervisor.override-failed"
            guard try await logins.admits(body.supervisor, pin: body.pin, orNotes: failed) else {
                return try await respond(to: .ignored(Hint(.supervisorRefused)))
            }
            return try await send(.override(supervisor: body.supervisor, reason: body.reason))
        }
        session.post("bank-card") { request, _ in
            let body = try await request.json(BankCardEntry.self)
            return try await send(.bankCardEntered(body.number, repeated: body.repeated))
        }
        session.post("confirm") { request, _ in
            let body = try await request.json(Confirmation.self)
            return try await respond(to: await counter.confirm(visit: body.visit))
        }
        session.post("back") { _, _ in try await send(.back) }
        session.post("cancel") { _, _ in try await send(.cancel) }
        session.post("finish") { _, _ in try await send(.finish) }
    }

    private func addQueue(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/v1/claims") { request, _ in
            let limit = try request.uri.queryParameters["limit"].map { try Self.limit(String($0)) } ?? 50
            return try Response.json(
                KioskClaimList(claims: try await ledger.recentClaims(limit: limit))
            )
        }
        router.get("/v1/claims/{claimId}") { _, context in
            try Response.json(try await found(context) { try await ledger.claim($0) })
        }
        router.get("/v1/claims/{claimId}/receipt") { request, context in
            let language = Self.language(request)
            return try Response.json(try await found(context) { try await desk.receipt($0, language: language) })
        }
        router.get("/v1/claims/{claimId}/certificate") { request, context in
            let language = Self.language(request)
            return try Response.json(try await found(context) { try await desk.certificate($0, language: language) })
        }
        for kind in PrintKind.allCases {
            router.post("/v1/claims/{claimId}/\(kind.rawValue)/print") { request, context in
                let language = try await request.json(PrintEntry.self).language ?? "zh-CN"
                return try Response.json(
                    try await found(context) { try await desk.print(kind, of: $0, language: language) }
                )
            }
        }
        router.get("/v1/queue") { _, _ in try Response.json(try await ledger.queue()) }
        router.post("/v1/queue/retry") { _, _ in
            try await ledger.retryNow()
            return try Response.json(try await ledger.queue())
        }
        router.get("/v1/devices") { _, _ in try Response.json(await counter.snapshot.devices) }
    }

    /// Throws `claim.unknown`.
    private func found<Value>(
        _ context: BasicRequestContext,
        _ find: (ClaimID) async throws -> Value?
    ) async throws -> Value {
        guard let id = context.parameters.get("claimId").flatMap({ ClaimID($0) }), let value = try await find(id) else {
            throw KioskError(.claimUnknown, "this kiosk has no such claim", remedy: "look it up in GET /v1/claims")
        }
        return value
    }

    /// `zh-CN` unless the request says otherwise.
    private static func language(_ request: Request) -> String {
        request.uri.queryParameters["language"].map { String($0) } ?? "zh-CN"
    }

    /// At the step that takes one, and for corrections from a supervisor who is logged in. Nothing of the body is read
    /// before.
    private func keepPhoto(_ request: Request) async throws -> Response {
        try await intake.take {
            if SupervisorCookie.supervisor(of: request, in: logins.sessions) == nil { try await counter.admitPhoto() }
            let bytes = try await request.bytes(upTo: Self.largestPhoto)
            return try Response.json(PhotoReceipt(photo: try await desk.keepPhoto(bytes)))
        }
    }

    private static func limit(_ text: String) throws -> Int {
        guard let limit = Int(text), (1...200).contains(limit) else {
            throw KioskError(.requestMalformed, "limit is no number from 1 to 200", remedy: "leave it out for 50")
        }
        return limit
    }

    private func send(_ event: SessionEvent) async throws -> Response {
        try await respond(to: await counter.send(event))
    }

    private func respond() async throws -> Response { try Response.json(await counter.snapshot) }

    /// The new snapshot, or why the event changed nothing.
    private func respond(to outcome: SessionOutcome) async throws -> Response {
        switch outcome {
        case .taken: return try await respond()
        case .ignored(let hint):
            let values = hint.values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            throw KioskError(
                hint.isInputError ? .inputInvalid : .eventIgnored,
                "\(hint.code.rawValue)\(values)",
                remedy: "the page shows what the step waits for; GET /v1/session tells it too"
            )
        case .stale: return try await respond()
        }
    }
}
