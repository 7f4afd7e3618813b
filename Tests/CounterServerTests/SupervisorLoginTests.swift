import Claims
import CounterServer
import Foundation
import HTTPSupport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import QueueServer
import Synchronization
import Testing
import WireAPI

/// Logging in on the supervisors' page.
struct SupervisorLoginTests {
    private static let start = ContinuousClock.now

    private static func minutes(_ minutes: Double) -> ContinuousClock.Instant {
        start.advanced(by: .seconds(minutes * 60))
    }

    @Test func `a session lasts while somebody does something, and not by a page that only looks`() {
        let sessions = SupervisorSessions()
        let token = sessions.begin("S01", at: Self.start)
        #expect(token.count == 64 && token.allSatisfy(\.isHexDigit))
        #expect(sessions.supervisor(of: token, isAction: true, at: Self.minutes(9.9)) == "S01")
        #expect(sessions.supervisor(of: token, isAction: false, at: Self.minutes(19.8)) == "S01")
        #expect(sessions.supervisor(of: token, isAction: false, at: Self.minutes(20)) == nil)
        #expect(sessions.supervisor(of: token, isAction: true, at: Self.minutes(9.9)) == nil)
    }

    @Test func `the seventeenth session ends the one that was quiet longest, and no other`() {
        let sessions = SupervisorSessions()
        let tokens = (0..<16).map { sessions.begin("S\($0)", at: Self.start.advanced(by: .seconds($0))) }
        #expect(Set(tokens).count == 16)
        _ = sessions.supervisor(of: tokens[0], isAction: true, at: Self.minutes(1))
        let last = sessions.begin("S99", at: Self.minutes(2))
        #expect(sessions.supervisor(of: tokens[1], isAction: false, at: Self.minutes(2)) == nil)
        for token in [tokens[0], last] + tokens.dropFirst(2) {
            #expect(sessions.supervisor(of: token, isAction: false, at: Self.minutes(2)) != nil)
        }
    }

    @Test func `a session that was ended is over`() {
        let sessions = SupervisorSessions()
        let token = sessions.begin("S01")
        #expect(sessions.end(token) == "S01")
        #expect(sessions.end(token) == nil)
        #expect(sessions.supervisor(of: token, isAction: true) == nil)
    }

    @Test func `names that nobody has fill no audit log, however often they are tried`() async throws {
        let bench = LoginBench()
        try await bench.ask { client in
            for index in 0..<50 {
                let body = ByteBuffer(string: #"{"supervisor":"nobody\#(index)","pin":"1"}"#)
                let answer = try await client.execute(
                    uri: "/v1/supervisor/login",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: body
                )
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.setCookie] == nil)
                // The last one of them a minute after the first.
                if index == 48 { bench.time.withLock { $0 += .seconds(60) } }
            }
        }
        #expect(bench.notes.withLock { $0 } == ["supervisor.login-failed -", "supervisor.login-failed -"])
    }

    @Test func `a login works also when the audit log cannot be written`() async throws {
        let bench = LoginBench()
        bench.fails.withLock { $0 = true }
        try await bench.ask { client in
            let answer = try await client.execute(
                uri: "/v1/supervisor/login",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"supervisor":"S01","pin":"246810"}"#)
            )
            #expect(answer.status == .ok)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
            let page = try JSONDecoder().decode(SupervisorPageView.self, from: Data(answer.body.readableBytesView))
            #expect(page.supervisor == "S01" && page.idleSeconds == 600)
        }
    }

    @Test func `a body that is no login, or far too long, is refused`() async throws {
        try await LoginBench().ask { client in
            for (body, status) in [
                ("{}", HTTPResponse.Status.badRequest), (#"{"supervisor":1,"pin":"1"}"#, .badRequest),
                (#"{"supervisor":"S01","pin":""# + String(repeating: "1", count: 9_000) + #""}"#, .contentTooLarge),
                (#"{"supervisor":"S01","pin":""# + String(repeating: "1", count: 41) + #""}"#, .unauthorized),
            ] {
                let answer = try await client.execute(
                    uri: "/v1/supervisor/login",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: body)
                )
                #expect(answer.status == status)
            }
        }
    }
}

/// One supervisor, and what the audit log was told.
final class LoginBench: SupervisorRegister, SupervisorAudit {
    let notes = Mutex<[String]>([])
    let fails = Mutex(false)
    let time = Mutex(ContinuousClock.now)

    var routes: SupervisorRoutes {
        SupervisorRoutes(
            logins: SupervisorLogins(
                register: self,
                audit: self,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: { [self] in time.withLock { $0 } }
            ),
            kiosk: .init(id: "RH01", point: ["en": "Test point"], rehearsal: true)
        )
    }

    func knows(_ name: String) -> Bool { name == "S01" }

    func isSupervisor(_ name: String, pin: String) async throws -> Bool { pin == "246810" }

    func note(_ supervisor: String, _ action: String) async throws {
        if fails.withLock({ $0 }) { throw KioskError(.storeDiskFull, "full", remedy: "free space") }
        notes.withLock { $0.append("\(action) \(supervisor)") }
    }

    func ask(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: ErrorMiddleware())
        routes.add(to: router)
        try await Application(responder: router.buildResponder()).test(.router, body)
    }
}
