import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging

/// Demands a kiosk's certificate for every route but the open ones, and tells handlers whose it is; asks once more when
/// the body has come. Whoever is refused is logged, and its connection closed after the answer.
struct KioskMiddleware: RouterMiddleware {
    typealias Context = CentralContext

    let gate: KioskGate
    let refusals: RefusalLog
    /// Paths as the routes write them.
    let open: Set<String>

    func handle(
        _ request: Request,
        context: CentralContext,
        next: (Request, CentralContext) async throws -> Response
    ) async throws -> Response {
        let certificate = await ConnectionPeer.certificate(of: context.channel)
        if certificate == nil, let path = context.endpointPath, open.contains(path) {
            // Nobody keeps a connection open without having shown who it is.
            var response = try await next(request, context)
            response.headers[.connection] = "close"
            return response
        }
        do {
            let (certificate, isReplaced) = try await gate.admit(certificate)
            var (request, context) = (request, context)
            context.certificate = certificate
            let gate = gate
            request.body = RequestBody(
                asyncSequence: AdmittedBody(body: request.body) { try await gate.admit(certificate) }
            )
            var response = try await next(request, context)
            // The next connection shows the new one; nothing is under way on this one when it is closed.
            if isReplaced { response.headers[.connection] = "close" }
            return response
        } catch let error as KioskError where Self.closing.contains(error.code) {
            let peer = ConnectionPeer.address(of: context.channel)
            refusals.note("request refused", from: peer, ["code": "\(error.code)", "peer": "\(peer)"])
            var response = try Response.json(ErrorBody(error), status: error.code.status)
            response.headers[.connection] = "close"
            return response
        }
    }

    static let closing: Set<KioskError.Code> = [
        .trustNoCertificate, .trustCertificateUnknown, .trustCertificateRevoked, .trustCertificateExpired,
    ]
}
