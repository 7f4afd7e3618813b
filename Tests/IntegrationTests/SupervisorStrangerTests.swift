import AsyncHTTPClient
import Claims
import Foundation
import KioskTestSupport
import NIOCore
import NIOHTTP1
import Synchronization
import Testing
import WireAPI

/// Who is not logged in, and pages that are not the kiosk's own.
struct SupervisorStrangerTests {
    private static let claim = "0197f000-0000-7000-8000-000000000000"

    @Test func `nothing of the queue is told or done without a login, to another origin or by a foreign host`()
        async throws
    {
        let desk = SupervisorDouble()
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await desk.serve { address in
                let stranger = CounterClient(client: client, address: address)
                for path in ["queue", "claims", "days/2025-03-10", "audit"] {
                    let answer = try await stranger.send("GET", "/v1/supervisor/\(path)")
                    #expect(answer.status == 401 && answer.errorCode == "supervisor.login-needed", "\(path)")
                }
                for path in ["queue/retry", "queue/pause", "queue/resume", "queue/export", "queue/answer"] {
                    let answer = try await stranger.send("POST", "/v1/supervisor/\(path)")
                    #expect(answer.status == 401, "\(path)")
                }
                let entry = LoginEntry(supervisor: SupervisorDouble.supervisor, pin: SupervisorDouble.pin)
                let token = try #require(try await Self.token(client, address, entry))
                #expect(token.count == 64)
                let own = ["cookie": "kiosk-supervisor=\(token)"]
                #expect(try await stranger.send("GET", "/v1/supervisor/queue", headers: own).status == 200)
                for foreign in [["origin": "http://evil.example"], ["host": "evil.example"]] {
                    let headers = own.merging(foreign) { $1 }
                    #expect(
                        try await stranger.send("POST", "/v1/supervisor/queue/pause", headers: headers).status == 403
                    )
                    #expect(
                        try await stranger.send("POST", "/v1/supervisor/login", entry, headers: headers).status == 403
                    )
                }
                // What only kioskctl does.
                for path in ["backup", "programme/end", "chain/export", "claims/\(Self.claim)/loss"] {
                    let written = [path, "\(path)/", "\(path)//", "/\(path)", path.replacing("/", with: "//")]
                    for path in written + ["\(path)?", "\(path)/?x=/"] {
                        let body = ["kioskId": "RH01"]
                        let answer = try await stranger.send("POST", "/v1/supervisor/\(path)", body, headers: own)
                        #expect(answer.status == 404 && answer.errorCode == "request.not-found", "\(path)")
                    }
                }
                _ = try await stranger.send("POST", "/v1/supervisor/logout", headers: own)
                #expect(try await stranger.send("GET", "/v1/supervisor/queue", headers: own).status == 401)
                let done = desk.state.withLock { $0.done }
                #expect(done == ["supervisor.login S01", "supervisor.logout S01"])
            }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// The session's name, from the cookie of a login.
    private static func token(_ client: HTTPClient, _ address: String, _ entry: LoginEntry) async throws -> String? {
        var request = HTTPClientRequest(url: address + "/v1/supervisor/login")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(entry)))
        let answer = try await client.execute(request, timeout: .seconds(30))
        let cookie = answer.headers.first(name: "set-cookie") ?? ""
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        return cookie.split(separator: ";").first?.split(separator: "=").last.map { String($0) }
    }
}
