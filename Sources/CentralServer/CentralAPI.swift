package import ClaimRegister
package import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
package import Sealing
import Trust
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

    let register: any ClaimRegisterStore
    let intake: ClaimIntake
    let receiver: ClaimReceiver
    private let batches: BatchIntake
    private let certificate: ClaimCertificate
    let kiosks: KioskRoutes
    let kioskKeys: BundleSigners.All
    private let files: FileRoutes
    let photos: PhotoRoutes
    let signer: AnswerSigner
    let office: KioskOffice?
    let now: @Sendable () -> Timestamp
    private let refusals: RefusalLog
    private let logger: Logger

    /// `openingKeys` are for what kiosks seal; `programmes` are the rules that claims are judged by, older versions too;
    /// `certificates` is nil where none are signed; `signingKey` signs what kiosks are told, nil only in a rehearsal
    /// without keys; `kioskKey` gives the public key of a kiosk that shows no certificate, `kioskKeys` all that it ever
    /// had; `office` enrols kiosks and says who they are, nil in a rehearsal over plain HTTP; `shelf` is what kiosks use,
    /// `photos` where theirs go, nil for none; `now` is the central's wall clock.
    package init(
        register: any ClaimRegisterStore,
        digestKey: DigestKey,
        openingKeys: OpeningKeys,
        programmes: [Programme],
        certificates: CertificateIssuer?,
        signingKey: SigningKey? = nil,
        kioskKey: @escaping @Sendable (KioskID) async throws -> VerificationKey? = { _ in nil },
        kioskKeys: @escaping @Sendable (KioskID) async throws -> [KnownKey] = { _ in [] },
        office: KioskOffice? = nil,
        shelf: FileShelf? = nil,
        photos: PhotoStore? = nil,
        rehearsal: Bool,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.register = register
        intake = ClaimIntake(
            digestKey: digestKey,
            openingKeys: openingKeys,
            programmes: programmes,
            rehearsal: rehearsal
        )
        receiver = ClaimReceiver(intake: intake, register: register, now: now)
        refusals = RefusalLog(logger: logger)
        batches = BatchIntake(receiver, refusals: refusals)
        certificate = ClaimCertificate(issuer: certificates, opener: intake.opener)
        signer = AnswerSigner(key: signingKey)
        kiosks = KioskRoutes(register: register, signer: signer, kioskKey: kioskKey, now: now, logger: logger)
        self.kioskKeys = kioskKeys
        files = FileRoutes(shelf: shelf, signer: signer)
        self.photos = PhotoRoutes(register: register, photos: photos, signer: signer)
        self.office = office
        self.now = now
        self.logger = logger
    }

    /// Every route that is served.
    package static let routes: [Route] = Endpoint.allCases.map(\.route)

    /// The handlers behind the error and log middleware.
    func router() -> Router<CentralContext> {
        let router = Router(context: CentralContext.self)
        router.add(middleware: AccessLog(logger: logger))
        router.add(middleware: ErrorMiddleware())
        if let office {
            let open = Set(Endpoint.allCases.filter(\.isOpen).map(\.route.path))
            router.add(middleware: KioskMiddleware(gate: office.gate, refusals: refusals, open: open))
            // Once more inside: what a route throws is an answer by then, whose connection can be closed.
            router.add(middleware: ErrorMiddleware())
            router.add(middleware: RefusalMiddleware(refusals: refusals))
        }
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
        _ context: CentralContext
    ) async throws -> Response {
        switch endpoint {
        case .putClaim: try await putClaim(request, context)
        case .postClaims: try await postClaims(request, context)
        case .getClaim: try signer.json(ClaimAnswer(try await claim(context).answer), as: .answers)
        case .getCertificate: try Response.json(try certificate.answer(for: try await claim(context)))
        case .listClaims: try await listClaims(request, context)
        case .getKiosk: try await kiosks.state(of: kiosk(context))
        case .getChanges: try await kiosks.changes(of: kiosk(context), request.uri.queryParameters)
        case .putHead:
            try await kiosks.head(of: kiosk(context), request, shown: context.certificate?.verificationKey)
        case .getChain: try await kiosks.chain(of: kiosk(context), request.uri.queryParameters)
        case .getDay: try await kiosks.day(context.parameters.get("date") ?? "", of: kiosk(context))
        case .getManifest: try await files.manifest(request)
        case .getFile: try await files.file(context.parameters.get("sha256") ?? "", request)
        case .getPhoto:
            try await photos.progress(
                of: context.parameters.get("sha256") ?? "",
                request,
                from: context.kiosk
            )
        case .patchPhoto:
            try await photos.add(to: context.parameters.get("sha256") ?? "", request, from: context.kiosk)
        case .getHealth:
            try Response.json(HealthBody(status: "ok", mode: intake.rehearsal ? "rehearsal" : "production"))
        case .postEnrolment:
            try Response.json(
                try await kioskOffice().enrol(try await request.json(EnrolmentRequest.self, upTo: 16_384))
            )
        case .postRenewal:
            try Response.json(
                try await kioskOffice().renew(
                    try await request.json(RenewalRequest.self, upTo: 16_384),
                    of: try shown(context)
                )
            )
        }
    }

    /// Throws `request.not-found` in a rehearsal over plain HTTP: there is nothing to enrol with.
    private func kioskOffice() throws(KioskError) -> KioskOffice {
        guard let office else {
            throw KioskError(
                .requestNotFound,
                "This central has no certificate authority.",
                remedy: "Set tls in central.yaml; a rehearsal over plain HTTP on loopback needs no enrolment."
            )
        }
        return office
    }

    private func shown(_ context: CentralContext) throws(KioskError) -> KioskCertificate {
        guard let certificate = context.certificate else {
            throw KioskError(
                .trustNoCertificate,
                "Only a kiosk with a certificate renews it.",
                remedy: "Enrol the kiosk: kiosk-central token new at the central, kioskctl enrol at the kiosk."
            )
        }
        return certificate
    }

    private func putClaim(_ request: Request, _ context: CentralContext) async throws -> Response {
        let answer = try await receiver.receive(
            try await request.bytes(upTo: ClaimIntake.maximumBody),
            for: context.parameters.get("claimId") ?? "",
            from: context.kiosk
        )
        return try signer.json(answer, as: .answers)
    }

    private func postClaims(_ request: Request, _ context: CentralContext) async throws -> Response {
        let answer = try await batches.answer(to: request.body, from: context.kiosk)
        let response = Response(
            status: .ok,
            headers: [.contentType: BatchAnswer.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer))
        )
        return try signer.sign(response, answer, as: .answers)
    }

    private func claim(_ context: CentralContext) async throws(KioskError) -> StoredClaim {
        guard let id = ClaimID(context.parameters.get("claimId") ?? ""), let claim = try await register.claim(id)
        else {
            throw KioskError(
                .claimUnknown,
                "There is no claim with this id.",
                remedy: "If a kiosk recorded it, it has not arrived yet: look at that kiosk's queue."
            )
        }
        try context.require(claim.answer.number.kiosk)
        return claim
    }

    private func listClaims(_ request: Request, _ context: CentralContext) async throws -> Response {
        let query = try ListQuery(request.uri.queryParameters)
        if let kiosk = query.kiosk { try context.require(kiosk) }
        // A kiosk sees its own claims only.
        let page = try await register.page(
            after: query.after,
            limit: query.limit,
            kiosk: query.kiosk ?? context.kiosk
        )
        return try Response.json(ClaimPage(page))
    }

    /// Throws `kiosk.not-yours` for another kiosk than the one that asks.
    private func kiosk(_ context: CentralContext) throws(KioskError) -> KioskID {
        guard let kiosk = KioskID(context.parameters.get("kioskId") ?? "") else {
            throw KioskError.badQuery("kioskId must be a kiosk's name")
        }
        try context.require(kiosk)
        return kiosk
    }
}
