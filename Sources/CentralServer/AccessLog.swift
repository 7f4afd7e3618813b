import Claims
import HTTPTypes
import Hummingbird
import Logging

/// One line for each request: method, route pattern, status and claim id. Nothing else of a request is written down.
struct AccessLog: RouterMiddleware {
    typealias Context = CentralContext

    let logger: Logger

    func handle(
        _ request: Request,
        context: CentralContext,
        next: (Request, CentralContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
            "status": "\(response.status.code)",
        ]
        // Only what is a claim id: the path may hold anything.
        if let id = ClaimID(context.parameters.get("claimId") ?? "") { metadata["claim"] = "\(id)" }
        let isPoll = request.method == .get && response.status == .ok
        logger.log(level: isPoll ? .debug : .info, "request", metadata: metadata)
        return response
    }
}
