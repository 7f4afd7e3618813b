import Claims
import CrashPoints
import HTTPTypes
package import Hummingbird
import Logging
import NIOHTTP1

/// Turns every error into an `ErrorBody` with its status, so that no request ends in a bare number, and logs what a
/// person must act on: once, with the logger that the server was given.
package struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        CrashPoint.httpAsked.pass()
        defer { CrashPoint.httpAnswering.pass() }
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The bytes were no HTTP: the server answers 400 and closes.
            throw error
        } catch let error as CancellationError {
            // The connection is gone, or the daemon stops: there is nobody to answer.
            throw error
        } catch {
            let failure = Self.failure(error)
            let refusal = (error as? any HTTPResponseError)?.status
            // What the library refused keeps its status, save that a wrong method is as good as a wrong address.
            let status = failure.code == .requestMalformed ? refusal ?? failure.code.status : failure.code.status
            if status.code >= 500 { log(failure, context) }
            var answer = try Response.json(ErrorBody(failure), status: status)
            // What is left of the body is not waited for.
            if status == .contentTooLarge { answer.headers[.connection] = "close" }
            return answer
        }
    }

    private func log(_ failure: KioskError, _ context: Context) {
        // What an unknown error says may quote the request, so only its type is written down. The causes of our own
        // errors hold no values.
        let isOurs = failure.code != .internalFault
        let cause = failure.cause.map { isOurs ? "\($0)" : "\(type(of: $0))" } ?? "none"
        context.logger.error(
            "request failed",
            metadata: [
                "code": "\(failure.code)", "problem": "\(failure.message)", "remedy": "\(failure.remedy)",
                "cause": "\(cause)", "route": "\(context.endpointPath ?? "none")",
            ]
        )
    }

    private static func failure(_ error: any Error) -> KioskError {
        if let known = error as? KioskError { return known }
        switch (error as? any HTTPResponseError)?.status.code {
        case 404, 405:
            return KioskError(
                .requestNotFound,
                "there is nothing at this address for this method",
                remedy: "check the path and the method; docs/openapi lists what there is"
            )
        case 413: return KioskError(.requestTooLarge, "the body is too large", remedy: "send a smaller body")
        case .some(400..<500):
            return KioskError(
                .requestMalformed,
                "the request was not understood",
                remedy: "see the API's description in docs/openapi"
            )
        default:
            return KioskError(
                .internalFault,
                "the request failed for a reason that is not known",
                remedy: "try again; if it stays, report it with the journal of this time",
                cause: error
            )
        }
    }
}
