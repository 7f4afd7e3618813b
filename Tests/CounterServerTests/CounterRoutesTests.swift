import Claims
import CounterServer
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Inspection
import KioskTestSupport
import Logging
import NIOCore
import Testing
import WireAPI
import Yams

struct CounterRoutesTests {
    @Test func `every route stands in the OpenAPI file, and every path of the file is a route`() throws {
        let bench = CounterBench()
        let router = bench.router()
        RehearsalRoutes(simulators: NoSimulators()).add(to: router)
        let served = Set(router.routes.map { "\($0.method.rawValue) \($0.path)" })
        let file = try String(
            contentsOfFile: RunningProgram.repository + "/docs/openapi/kiosk.yaml",
            encoding: .utf8
        )
        let document = try #require(try Yams.load(yaml: file) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        #expect(served == described)
    }

    @Test func `every step and everything waited for stands in the OpenAPI file`() throws {
        let file = try String(
            contentsOfFile: RunningProgram.repository + "/docs/openapi/kiosk.yaml",
            encoding: .utf8
        )
        let document = try #require(try Yams.load(yaml: file) as? [String: Any])
        let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any]
        let properties = (schemas?["Session"] as? [String: Any])?["properties"] as? [String: [String: Any]]
        #expect(properties?["step"]?["enum"] as? [String] == Step.allCases.map(\.rawValue))
        #expect(properties?["waitingFor"]?["enum"] as? [String] == Awaited.allCases.map(\.rawValue))
    }

    @Test func `an event that does not fit is a 409 with the hint, bad input a 422, bad JSON a 400`() async throws {
        let bench = CounterBench()
        try await withRoutes(bench) { client in
            try await client.expect(.post, "/v1/session/confirm", "{}", 409, "session.event-ignored")
            try await client.expect(.post, "/v1/session/start", "{}", 200, nil)
            try await client.expect(
                .post,
                "/v1/session/notice",
                #"{"noticeVersion":"old"}"#,
                422,
                "session.input-invalid"
            )
            try await client.expect(.post, "/v1/session/notice", "{", 400, "request.malformed")
            try await client.expect(.post, "/v1/session/notice", #"{"noticeVersion":1}"#, 400, "request.malformed")
            try await client.expect(.put, "/v1/session/parts/saddle", "{}", 404, "request.not-found")
            try await client.expect(
                .put,
                "/v1/session/parts/motor",
                #"{"condition":"shiny"}"#,
                400,
                "request.malformed"
            )
            try await client.expect(.get, "/v1/nothing", nil, 404, "request.not-found")
            try await client.expect(.get, "/assets/index.html%00.js", nil, 404, "request.not-found")
            try await client.expect(.get, "//steps", nil, 404, "request.not-found")
            try await client.expect(.get, "/v1/claims?limit=-5", nil, 400, "request.malformed")
            try await client.expect(.get, "/v1/claims/not-an-id", nil, 404, "claim.unknown")
            let large = #"{"plate":""# + String(repeating: "A", count: 70_000) + #""}"#
            try await client.expect(.post, "/v1/session/plate", large, 413, "request.too-large")
        }
    }

    @Test(arguments: [
        ["Origin": "http://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
    ])
    func `a page of another origin is refused`(headers: [String: String]) async throws {
        let bench = CounterBench()
        try await Application(responder: bench.router().buildResponder()).test(.router) { client in
            var fields = HTTPFields()
            for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
            let response = try await client.execute(
                uri: "/v1/session/start",
                method: .post,
                headers: fields,
                body: ByteBuffer(string: "{}")
            )
            #expect(response.status == .forbidden)
            #expect(await bench.counter.snapshot.session.step == "idle")
        }
    }

    @Test func `pages of other origins are logged once a minute, and nothing of what they sent`() async throws {
        let log = InMemoryLogHandler()
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: RequestGuard(logger: Logger(label: "test") { _ in log }))
        try await Application(responder: router.buildResponder()).test(.router) { client in
            for index in 0..<20 {
                let headers: HTTPFields = [.origin: "http://evil\(index).example"]
                let answer = try await client.execute(uri: "/v1/secret", method: .get, headers: headers)
                #expect(answer.status == .forbidden)
            }
        }
        #expect(log.entries.map(\.level) == [.warning])
        #expect(log.entries.map { "\($0.metadata)" }.allSatisfy { !$0.contains("evil") && !$0.contains("secret") })
    }

    @Test func `a form's content type is refused, so no plain form of another page can act`() async throws {
        let bench = CounterBench()
        try await Application(responder: bench.router().buildResponder()).test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/session/start",
                method: .post,
                headers: [.contentType: "text/plain"],
                body: ByteBuffer(string: "{}")
            )
            #expect(response.status == .badRequest)
        }
    }
}

private struct NoSimulators: SimulatorControl {
    func state() async throws -> RehearsalView { RehearsalView(devices: []) }

    func perform(_ action: String, _ body: SimulatorAction, on role: String) async throws -> SimulatedDeviceState {
        SimulatedDeviceState(role: role, plugged: true, card: nil, choices: [])
    }
}
