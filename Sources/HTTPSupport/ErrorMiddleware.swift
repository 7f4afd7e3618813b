package import Claims
import HTTPTypes
package import Hummingbird
import Logging

/// Turns every error into an `ErrorBody` with its status, so that no request ends in a bare number.
package struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as KioskError {
            return try .json(ErrorBody(error), status: error.status)
        } catch let error as any HTTPResponseError {
            return try .json(ErrorBody(Self.translation(of: error)), status: error.status)
        } catch {
            // Type only: the text of an unknown error could hold what a person sent.
            context.logger.error(
                "request failed",
                metadata: [
                    "code": "internal.fault", "error": "\(type(of: error))", "route": "\(context.endpointPath ?? "-")",
                ]
            )
            let fault = KioskError(
                .internalFault,
                "the request failed for a reason that is not known",
                remedy: "try again; if it stays, report it with the journal of this time"
            )
            return try .json(ErrorBody(fault), status: .internalServerError)
        }
    }

    private static func translation(of error: any HTTPResponseError) -> KioskError {
        switch error.status {
        case .notFound:
            KioskError(.requestNotFound, "there is nothing at this address", remedy: "check the path and the method")
        case .contentTooLarge:
            KioskError(.requestTooLarge, "the body is too large", remedy: "send a smaller body")
        default:
            KioskError(
                .requestMalformed,
                "the request was not understood (status \(error.status.code))",
                remedy: "see the API's description in docs/openapi"
            )
        }
    }
}

extension KioskError {
    /// The status that goes with a code on every HTTP interface.
    package var status: HTTPResponse.Status {
        switch code {
        case .requestMalformed: .badRequest
        case .requestForeign: .forbidden
        case .requestNotFound, .claimUnknown: .notFound
        case .requestTooLarge: .contentTooLarge
        case .eventIgnored, .claimContentDiffers, .claimNumberTaken, .claimWrongMode, .simulatorRefused: .conflict
        case .inputInvalid, .claimInvalid, .claimIDMismatch: .unprocessableContent
        case .storeDiskFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        case .simulatorUnreachable: .badGateway
        case .storeOpen, .storeDamaged, .storeReadOnly, .storeBusy, .storeFailed: .serviceUnavailable
        default: .internalServerError
        }
    }
}
