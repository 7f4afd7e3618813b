package import ClaimRegister
package import Claims
import CrashPoints
import HTTPSupport
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
package import Sealing
import WireAPI

/// The central's interface to kiosks: `docs/openapi/central.yaml`.
package struct CentralAPI: Sendable {
    /// One route as the OpenAPI file writes it.
    package struct Route: Hashable, Sendable {
        package let method: String
        package let path: String
    }

    /// Claims on one page at most, and when nothing is said.
    static let pageLimits = (highest: 500, usual: 100)
    /// Missing numbers and broken links that one answer lists.
    static let listedNumbers = 100

    let register: any ClaimRegisterStore
    let intake: ClaimIntake
    private let batches: BatchIntake
    private let answerKey: SigningKey?
    private let certificate: ClaimCertificate
    let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// `openingKeys` are for what kiosks seal; `programmes` are the rules that claims are judged by, older versions too;
    /// `certificates` is nil where none are signed; `answerKey` signs what kiosks are answered, nil in a rehearsal
    /// without keys; `now` is the central's wall clock.
    package init(
        register: any ClaimRegisterStore,
        digestKey: DigestKey,
        openingKeys: OpeningKeys,
        programmes: [Programme],
        certificates: CertificateIssuer?,
        answerKey: SigningKey? = nil,
        rehearsal: Bool,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.register = register
        let opener = ClaimOpener(keys: openingKeys)
        intake = ClaimIntake(
            digestKey: digestKey,
            opener: opener,
            judge: ClaimJudge(programmes),
            rehearsal: rehearsal
        )
        batches = BatchIntake(intake: intake, register: register, now: now)
        self.answerKey = answerKey
        certificate = ClaimCertificate(issuer: certificates, opener: opener)
        self.now = now
        self.logger = logger
    }

    /// Every route that is served.
    package static let routes: [Route] = Endpoint.allCases.map(\.route)

    /// The handlers behind the error and log middleware.
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: AccessLog(logger: logger))
        router.add(middleware: ErrorMiddleware())
        for endpoint in Endpoint.allCases {
            router.on(RouterPath(endpoint.route.path), method: endpoint.method) { request, context in
                try await answer(endpoint, request, context)
            }
        }
        return router
    }

    private func answer(
        _ endpoint: Endpoint,
        _ request: Request,
        _ context: BasicRequestContext
    ) async throws -> Response {
        switch endpoint {
        case .putClaim: try await putClaim(request, context)
        case .postClaims: try await postClaims(request)
        case .getClaim: try Response.json(ClaimAnswer(try await claim(context).answer))
        case .getCertificate: try Response.json(try certificate.answer(for: try await claim(context)))
        case .listClaims: try await listClaims(request)
        case .getKiosk: try await getKiosk(context)
        case .getHealth:
            try Response.json(HealthBody(status: "ok", mode: intake.rehearsal ? "rehearsal" : "production"))
        }
    }

    private func putClaim(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let submission = try intake.submission(
            try await request.bytes(upTo: ClaimIntake.maximumBody),
            for: context.parameters.get("claimId") ?? "",
            at: now()
        )
        let outcome = try await register.receive(submission)
        CrashPoint.claimReceived.pass()
        switch BatchIntake.answer(outcome, to: submission) {
        case .success(let answer): return try Response.json(answer)
        case .failure(let refusal): throw refusal
        }
    }

    private func postClaims(_ request: Request) async throws -> Response {
        let answer = try await batches.answer(to: request.body)
        var headers: HTTPFields = [.contentType: BatchAnswer.contentType, .cacheControl: "no-store"]
        if let answerKey, let name = HTTPField.Name(MessageSignature.header) {
            headers[name] = try MessageSignature(of: .answers, answer, by: answerKey).text
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }

    private func claim(_ context: BasicRequestContext) async throws(KioskError) -> StoredClaim {
        guard let id = ClaimID(context.parameters.get("claimId") ?? ""), let claim = try await register.claim(id)
        else {
            throw KioskError(
                .claimUnknown,
                "There is no claim with this id.",
                remedy: "If a kiosk recorded it, it has not arrived yet: look at that kiosk's queue."
            )
        }
        return claim
    }

    private func listClaims(_ request: Request) async throws -> Response {
        let query = try ListQuery(request.uri.queryParameters)
        let page = try await register.page(after: query.after, limit: query.limit, kiosk: query.kiosk)
        return try Response.json(ClaimPage(page))
    }

    private func getKiosk(_ context: BasicRequestContext) async throws -> Response {
        guard let kiosk = KioskID(context.parameters.get("kioskId") ?? "") else {
            throw KioskError.badQuery("kioskId must be a kiosk's name")
        }
        let state = try await register.kioskState(kiosk, limit: Self.listedNumbers)
        return try Response.json(KioskStateBody(state))
    }
}
