import Claims
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Logging
import Testing

struct ErrorMiddlewareTests {
    private struct Unknown: Error { let text = "6299990000012343" }

    private struct Answer {
        let status: Int
        let body: ErrorBody.Detail
        /// What was logged, a line each.
        let log: [String]
    }

    /// What a request gets whose handler throws `error`; one to an address that is not there when it is nil.
    private func answer(to error: (any Error & Sendable)?) async throws -> Answer {
        let log = InMemoryLogHandler()
        let router = Router()
        router.add(middleware: ErrorMiddleware())
        if let error { router.get("/") { _, _ -> String in throw error } }
        let application = Application(
            responder: router.buildResponder(),
            logger: Logger(label: "test") { _ in log }
        )
        return try await application.test(.router) { client in
            let response = try await client.execute(uri: "/", method: .get)
            #expect(response.headers[.contentType] == "application/json")
            return Answer(
                status: response.status.code,
                body: try JSONDecoder().decode(ErrorBody.self, from: Data(response.body.readableBytesView)).error,
                log: log.entries.filter { $0.level >= .warning }.map { "\($0.message) \($0.metadata)" }
            )
        }
    }

    @Test(arguments: [
        (KioskError.Code.requestForeign, 403), (.claimUnknown, 404), (.eventIgnored, 409), (.claimInvalid, 422),
    ])
    func `a refusal is answered with its status and not logged`(code: KioskError.Code, status: Int) async throws {
        let answer = try await answer(to: KioskError(code, "what", remedy: "do"))
        #expect(answer.status == status)
        #expect(answer.body == ErrorBody(KioskError(code, "what", remedy: "do")).error)
        #expect(answer.log.isEmpty)
    }

    @Test func `a failure of ours is logged once, with its cause`() async throws {
        let cause = KioskError(.storeFailed, "disk I/O error", remedy: "none")
        let answer = try await answer(to: KioskError(.storeDiskFull, "full", remedy: "free space", cause: cause))
        #expect(answer.status == 503 && answer.body.code == "store.disk-full")
        #expect(answer.log.count == 1)
        #expect(answer.log.allSatisfy { $0.contains("store.disk-full") && $0.contains("disk I/O error") })
    }

    @Test func `of an unknown error only the type is told, and only to the log`() async throws {
        let answer = try await answer(to: Unknown())
        #expect(answer.status == 500 && answer.body.code == "internal.fault")
        #expect(answer.log.count == 1 && answer.log.allSatisfy { $0.contains("Unknown") })
        #expect(!(answer.log + [answer.body.message, answer.body.remedy]).joined().contains("629999"))
    }

    @Test(arguments: [
        (HTTPResponse.Status.notFound, 404, "request.not-found"), (.methodNotAllowed, 404, "request.not-found"),
        (.contentTooLarge, 413, "request.too-large"), (.rangeNotSatisfiable, 416, "request.malformed"),
        (.badGateway, 500, "internal.fault"),
    ])
    func `what the library throws gets the form of every error`(
        thrown: HTTPResponse.Status,
        status: Int,
        code: String
    ) async throws {
        let answer = try await answer(to: HTTPError(thrown))
        #expect(answer.status == status && answer.body.code == code)
    }

    @Test func `an address that is not there says so`() async throws {
        let answer = try await answer(to: nil)
        #expect(answer.status == 404 && answer.body.code == "request.not-found")
    }
}
