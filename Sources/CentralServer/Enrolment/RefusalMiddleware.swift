import Claims
import HTTPSupport
import Hummingbird
import Logging

/// Logs what a kiosk that was let in is refused, because the thing is not its own, or because it is not let in any more.
struct RefusalMiddleware: RouterMiddleware {
    typealias Context = CentralContext

    let refusals: RefusalLog

    func handle(
        _ request: Request,
        context: CentralContext,
        next: (Request, CentralContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as KioskError
            where error.code == .kioskNotYours
            || KioskMiddleware.closing.contains(error.code)
        {
            if let kiosk = context.kiosk { refusals.note(error, of: kiosk) }
            throw error
        }
    }
}

extension RefusalLog {
    /// What a kiosk with a certificate was refused: once a minute, kiosk and code.
    func note(_ error: KioskError, of kiosk: KioskID) {
        note("request refused", from: "\(kiosk) \(error.code)", ["code": "\(error.code)", "kiosk": "\(kiosk)"])
    }
}
