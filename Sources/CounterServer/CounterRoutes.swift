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

    package init(counter: Counter, ledger: any ClaimLedger) {
        self.counter = counter
        self.ledger = ledger
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
            return try await send(.agree(noticeVersion: body.noticeVersion))
        }
        session.post("plate") { request, _ in
            try await send(.plateEntered(try await request.json(PlateEntry.self).plate))
        }
        session.post("plateless") { _, _ in try await send(.noPlate) }
        session.post("certificate") { request, _ in
            let body = try await request.json(CertificateEntry.self)
            return try await send(
                .certificateShown(issuer: body.issuer, number: body.number, issuedOn: body.issuedOn)
            )
        }
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
            guard let id = context.parameters.get("claimId").flatMap({ ClaimID($0) }),
                let claim = try await ledger.claim(id)
            else {
                throw KioskError(
                    .claimUnknown,
                    "this kiosk has no such claim",
                    remedy: "look it up in GET /v1/claims"
                )
            }
            return try Response.json(claim)
        }
        router.get("/v1/queue") { _, _ in try Response.json(try await ledger.queue()) }
        router.post("/v1/queue/retry") { _, _ in
            try await ledger.retryNow()
            return try Response.json(try await ledger.queue())
        }
        router.get("/v1/devices") { _, _ in try Response.json(await counter.snapshot.devices) }
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

extension PartEntry {
    /// Throws `request.malformed` for words the API does not know.
    fileprivate var judgement: PartJudgement {
        get throws {
            guard let condition = PartFinding.Condition(rawValue: condition) else {
                throw unknown("condition", PartFinding.Condition.allCases.map(\.rawValue))
            }
            guard let method = VoltageMethod(rawValue: voltageMethod ?? VoltageMethod.label.rawValue) else {
                throw unknown("voltageMethod", VoltageMethod.allCases.map(\.rawValue))
            }
            let serial: PartJudgement.Serial
            switch serialState {
            case nil: serial = self.serial.map { .text($0) } ?? .unspecified
            case "read": serial = .text(self.serial ?? "")
            case "illegible": serial = .illegible
            case "ground-off": serial = .groundOff
            case "none": serial = .absent
            default: throw unknown("serialState", ["read", "illegible", "ground-off", "none"])
            }
            return PartJudgement(condition: condition, serial: serial, volts: volts, voltageMethod: method)
        }
    }

    private func unknown(_ field: String, _ known: [String]) -> KioskError {
        KioskError(
            .requestMalformed,
            "\(field) is not one of \(known.joined(separator: ", "))",
            remedy: "see the API's description in docs/openapi"
        )
    }
}
