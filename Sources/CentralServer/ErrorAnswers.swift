import Claims
import HTTPTypes
import Hummingbird
import Logging

/// Makes an `ErrorBody` of everything that a handler throws, and logs what a person at the central must know of.
struct ErrorAnswers: RouterMiddleware {
    typealias Context = CentralContext

    let logger: Logger

    func handle(
        _ request: Request,
        context: CentralContext,
        next: (Request, CentralContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let failure = Self.failure(of: error)
            let status = Self.status(of: failure.code)
            if status.code >= 500 {
                // What an unknown error says may quote the request, so only its type is written down. SQLite's own
                // messages hold no values.
                let isOurs = failure.code != .internalFault
                let cause = failure.cause.map { isOurs ? "\($0)" : "\(type(of: $0))" } ?? "none"
                logger.error(
                    "request failed",
                    metadata: [
                        "code": "\(failure.code)", "problem": "\(failure.message)", "remedy": "\(failure.remedy)",
                        "cause": "\(cause)",
                    ]
                )
            }
            return try JSONAnswer(ErrorBody(failure), status: status).response(from: request, context: context)
        }
    }

    static func status(of code: KioskError.Code) -> HTTPResponse.Status {
        switch code {
        case .requestMalformed: .badRequest
        case .requestNotFound, .claimUnknown: .notFound
        case .requestTooLarge: .contentTooLarge
        case .claimInvalid, .claimIDMismatch: .unprocessableContent
        case .claimContentDiffers, .claimWrongMode, .claimNumberTaken: .conflict
        case .storeOpen, .storeDamaged, .storeNewer, .storeWrongMode, .storeDiskFull, .storeReadOnly, .storeBusy,
            .storeFailed:
            .serviceUnavailable
        default: .internalServerError
        }
    }

    private static func failure(of error: any Error) -> KioskError {
        if let known = error as? KioskError { return known }
        switch (error as? any HTTPResponseError)?.status.code {
        case 404, 405:
            return KioskError(
                .requestNotFound,
                "There is nothing at this address for this method.",
                remedy: "docs/openapi/central.yaml lists what there is."
            )
        case 413:
            return KioskError(
                .requestTooLarge,
                "The body is larger than \(ClaimIntake.maximumBody) bytes.",
                remedy: "Report this: no claim is that large."
            )
        case .some(400..<500): return .badQuery("it is not as HTTP has it")
        default:
            return KioskError(
                .internalFault,
                "The central could not handle the request.",
                remedy: "Report this with the journal of kiosk-central; the kiosk keeps the claim and tries again.",
                cause: error
            )
        }
    }
}
