import Claims
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import QueueServer
import Testing
import WireAPI
import Yams

struct QueueRoutesTests {
    private let desk = FakeDesk()

    /// Anybody may look; only `S01` may act.
    private func router(_ name: String) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ErrorMiddleware())
        QueueRoutes<BasicRequestContext>(desk: desk) { _, _, route in
            guard route.right == .look || name == "S01" else {
                throw KioskError(.controlDenied, "not you", remedy: "ask")
            }
            return QueueActor(name: name, role: .supervisor, via: .page)
        }.add(to: router)
        return router
    }

    private func ask(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ body: String? = nil,
        as name: String = "S01"
    ) async throws -> (status: Int, body: String) {
        let app = Application(router: router(name))
        return try await app.test(.router) { client in
            try await client.execute(uri: uri, method: method, body: body.map { ByteBuffer(string: $0) }) { answer in
                (answer.status.code, String(buffer: answer.body))
            }
        }
    }

    @Test func `looking asks the desk, with its bounds`() async throws {
        let status = try await ask(.get, "/v1/supervisor/queue", as: "anybody")
        #expect(status.status == 200)
        #expect(try JSONDecoder().decode(QueueStatus.self, from: Data(status.body.utf8)) == FakeDesk.status)
        _ = try await ask(.get, "/v1/supervisor/claims")
        _ = try await ask(.get, "/v1/supervisor/claims?filter=needs-person&after=9&limit=500", as: "anybody")
        #expect(desk.deeds == ["unsent 0 100", "needs-person 9 500"])
        for bad in ["filter=x", "after=-1", "limit=0", "limit=501", "after=a"] {
            #expect(try await ask(.get, "/v1/supervisor/claims?\(bad)").status == 400, "\(bad)")
        }
        #expect(try await ask(.get, "/v1/supervisor/days/2025-03-10").status == 200)
        #expect(try await ask(.get, "/v1/supervisor/days/2025-13-10").status == 400)
        #expect(try await ask(.get, "/v1/supervisor/audit?after=4").body.contains(#""next":5"#))
    }

    @Test func `acting is for those who may, and names them`() async throws {
        for route in QueueRoute.allCases where route.right == .act {
            let path = route.path.replacing("{claimId}", with: ClaimID(at: Timestamp(milliseconds: 0)).text)
                .replacing("{date}", with: "2025-03-10")
            #expect(try await ask(.post, path, "{}", as: "T01").status == 403, "\(path)")
        }
        #expect(desk.deeds.isEmpty)
        for deed in ["retry", "pause", "resume"] {
            #expect(try await ask(.post, "/v1/supervisor/queue/\(deed)").status == 200)
        }
        #expect(desk.deeds == ["retry by S01", "pause by S01", "resume by S01"])
    }

    @Test func `files go out and come in as streams`() async throws {
        #expect(try await ask(.post, "/v1/supervisor/queue/export").body == "one\ntwo\n")
        #expect(try await ask(.post, "/v1/supervisor/chain/export").body == "chain\n")
        #expect(try await ask(.post, "/v1/supervisor/backup").body == "backup\n")
        let report = try await ask(.post, "/v1/supervisor/queue/answer", String(repeating: "a", count: 3_000_000))
        #expect(report.body == #"{"answered":1,"known":2,"refused":3}"#)
        #expect(desk.deeds.last == "import 3000000 by S01")
    }

    @Test func `the programme ends only with the kiosk's own name`() async throws {
        let route = "/v1/supervisor/programme/end"
        #expect(try await ask(.post, route, #"{"kioskId":"DQ02"}"#).status == 422)
        #expect(try await ask(.post, route, "{}").status == 400)
        #expect(desk.deeds.isEmpty)
        #expect(try await ask(.post, route, #"{"kioskId":"DQ01"}"#).status == 200)
        #expect(desk.deeds == ["end by S01"])
    }

    @Test func `a loss is settled for one claim, and the queue is the answer`() async throws {
        let id = ClaimID(at: Timestamp(milliseconds: 0)).text
        let answer = try await ask(.post, "/v1/supervisor/claims/\(id)/loss")
        #expect(answer.status == 200 && answer.body.contains(#""kioskId":"DQ01""#))
        #expect(try await ask(.post, "/v1/supervisor/claims/x/loss").status == 404)
        #expect(desk.deeds == ["settle \(id) by S01"])
    }

    @Test func `amendments and slips reach the desk`() async throws {
        let id = ClaimID(at: Timestamp(milliseconds: 0)).text
        #expect(try await ask(.post, "/v1/supervisor/claims/\(id)/amendment", #"{"reason":"wrong"}"#).status == 404)
        #expect(try await ask(.post, "/v1/supervisor/claims/x/amendment", #"{"reason":"wrong"}"#).status == 404)
        #expect(try await ask(.post, "/v1/supervisor/days/2025-03-10/print", #"{"language":"bo"}"#).status == 200)
        #expect(desk.deeds == ["amend wrong by S01", "print 2025-03-10 bo by S01"])
    }

    @Test func `the OpenAPI file has the routes that are served, and the fields that are sent`() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/openapi/queue.yaml")
        let document = try #require(try Yams.load(yaml: String(contentsOf: file, encoding: .utf8)) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = paths.flatMap { path, methods in
            methods.map { "\($0.key.uppercased()) \(path) \(($0.value as? [String: Any])?["operationId"] ?? "")" }
        }
        #expect(Set(described) == Set(QueueRoute.allCases.map { "\($0.method) \($0.path) \($0.rawValue)" }))
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        func expect(_ name: String, _ value: some Encodable) throws {
            let sent = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? [String: Any]
            let properties = try #require(schemas[name]?["properties"] as? [String: Any])
            #expect(Set(try #require(sent).keys) == Set(properties.keys), "\(name)")
        }
        try expect("QueueStatus", FakeDesk.status)
        try expect("QueuePage", try await desk.claims(.all, after: 0, limit: 1))
        try expect("AuditPage", AuditPage(lines: [], next: 1))
        try expect("AuditLine", FakeDesk.line)
        try expect("ImportReport", ImportReport(answered: 0, known: 0, refused: 0, unknown: 0, sentAgain: 0))
        try expect("DaySlip", try await desk.daySlip(try #require(CivilDate("2025-03-10"))))
    }
}

extension ClaimID {
    fileprivate init(at time: Timestamp) {
        var random = SystemRandomNumberGenerator()
        self.init(at: time, using: &random)
    }
}
