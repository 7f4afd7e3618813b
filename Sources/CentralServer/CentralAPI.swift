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

    private let register: any ClaimRegisterStore
    private let intake: ClaimIntake
    private let batches: BatchIntake
    private let certificate: ClaimCertificate
    private let kiosks: KioskRoutes
    private let files: FileRoutes
    private let photos: PhotoRoutes
    private let signer: AnswerSigner
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// `openingKeys` are for what kiosks seal; `programmes` are the rules that claims are judged by, older versions too;
    /// `certificates` is nil where none are signed; `signingKey` signs what kiosks are told, nil only in a rehearsal
    /// without keys; `kioskKey` gives the public key of a kiosk's certificate; `shelf` is what kiosks use, `photos` where
    /// theirs go, nil for none; `now` is the central's wall clock.
    package init(
        register: any ClaimRegisterStore,
        digestKey: DigestKey,
        openingKeys: OpeningKeys,
        programmes: [Programme],
        certificates: CertificateIssuer?,
        signingKey: SigningKey? = nil,
        kioskKey: @escaping @Sendable (KioskID) async throws -> VerificationKey? = { _ in nil },
        shelf: FileShelf? = nil,
        photos: PhotoStore? = nil,
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
        certificate = ClaimCertificate(issuer: certificates, opener: opener)
        signer = AnswerSigner(key: signingKey)
        kiosks = KioskRoutes(register: register, signer: signer, kioskKey: kioskKey, now: now, logger: logger)
        files = FileRoutes(shelf: shelf, signer: signer)
        self.photos = PhotoRoutes(register: register, photos: photos, signer: signer)
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
        case .getClaim: try signer.json(ClaimAnswer(try await claim(context).answer), as: .answers)
        case .getCertificate: try Response.json(try certificate.answer(for: try await claim(context)))
        case .listClaims: try await listClaims(request)
        case .getKiosk: try await kiosks.state(of: kiosk(context))
        case .getChanges: try await kiosks.changes(of: kiosk(context), request.uri.queryParameters)
        case .putHead: try await kiosks.head(of: kiosk(context), request)
        case .getChain: try await kiosks.chain(of: kiosk(context), request.uri.queryParameters)
        case .getDay: try await kiosks.day(context.parameters.get("date") ?? "", of: kiosk(context))
        case .getManifest: try await files.manifest(request)
        case .getFile: try await files.file(context.parameters.get("sha256") ?? "", request)
        case .getPhoto: try await photos.progress(of: context.parameters.get("sha256") ?? "")
        case .patchPhoto: try await photos.add(to: context.parameters.get("sha256") ?? "", request)
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
        return try signer.json(try BatchIntake.answer(outcome, to: submission).get(), as: .answers)
    }

    private func postClaims(_ request: Request) async throws -> Response {
        let answer = try await batches.answer(to: request.body)
        let response = Response(
            status: .ok,
            headers: [.contentType: BatchAnswer.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer))
        )
        return try signer.sign(response, answer, as: .answers)
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

    private func kiosk(_ context: BasicRequestContext) throws(KioskError) -> KioskID {
        guard let kiosk = KioskID(context.parameters.get("kioskId") ?? "") else {
            throw KioskError.badQuery("kioskId must be a kiosk's name")
        }
        return kiosk
    }
}
