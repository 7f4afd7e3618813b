package import ClaimRegister
package import Claims
import CrashPoints
import HTTPSupport
import HTTPTypes
import Hummingbird
package import Logging
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
        return try signer.json(try Self.answer(outcome, to: submission), as: .answers)
    }

    /// What the kiosk is told. Throws what is final, with nothing changed.
    static func answer(_ outcome: Outcome, to submission: Submission) throws(KioskError) -> ClaimAnswer {
        switch outcome {
        case .answered(let answer): return ClaimAnswer(answer)
        case .contentDiffers:
            throw KioskError(
                .claimContentDiffers,
                "Claim \(submission.claimID) is stored here with another content.",
                remedy: "Nothing was changed. Call support: two different claims carry one id."
            )
        case .numberTaken:
            throw KioskError(
                .claimNumberTaken,
                "Number \(submission.number) belongs to another claim.",
                remedy: "Nothing was changed. Call support: was a copy of the kiosk's store put in place of the store?"
            )
        case .notAmendable(let problem):
            let why =
                switch problem {
                case .ended(let conclusion): "that one is \(conclusion.rawValue) already"
                case .amended(let other): "that one was corrected by \(other) before"
                case .unrelated: "that one is of another kiosk, programme, person or vehicle, or was recorded later"
                }
            throw KioskError(
                .claimNotAmendable,
                "Claim \(submission.number) cannot take the place of the claim that it corrects: \(why).",
                remedy: "Nothing was changed. Ask the central's operator what is to become of it."
            )
        }
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
