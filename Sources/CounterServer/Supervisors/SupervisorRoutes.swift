import Claims
import HTTPSupport
import HTTPTypes
package import Hummingbird
package import Logging
package import QueueServer
import Synchronization
package import WireAPI

/// Logging in and out on the supervisors' page, and the door to what only supervisors may.
///
/// Logging in works also while the audit log cannot be written: a full disk is when a supervisor is needed. What
/// supervisors then do is refused by the one who does it.
package struct SupervisorRoutes: Sendable {
    private let register: any SupervisorRegister
    private let audit: any SupervisorAudit
    private let kiosk: SupervisorPageView.Kiosk
    private let logger: Logger
    private let sessions: SupervisorSessions
    private let strangers = StrangerLog()

    private static let longestName = 40
    private static let longestPIN = 40

    package init(
        register: any SupervisorRegister,
        audit: any SupervisorAudit,
        kiosk: SupervisorPageView.Kiosk,
        sessions: SupervisorSessions = SupervisorSessions(),
        logger: Logger
    ) {
        self.register = register
        self.audit = audit
        self.kiosk = kiosk
        self.sessions = sessions
        self.logger = logger
    }

    package func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/v1/supervisor") { request, _ in
            try Response.json(view(of: SupervisorCookie.supervisor(of: request, in: sessions)))
        }
        router.post("/v1/supervisor/login") { request, _ in
            let entry = try await request.json(LoginEntry.self, upTo: 4_096)
            return try await logIn(entry)
        }
        router.post("/v1/supervisor/logout") { request, _ in
            let token = SupervisorCookie.token(of: request)
            if let supervisor = token.flatMap({ sessions.end($0) }) { await note(supervisor, "supervisor.logout") }
            var answer = try Response.json(view(of: nil))
            answer.headers[.setCookie] = SupervisorCookie.expired
            return answer
        }
    }

    /// Lets in who is logged in. Throws `supervisor.login-needed`, and `request.not-found` for what is done by
    /// `kioskctl` only: copies of the whole store, and the end of the programme.
    package var door: QueueRoutes<BasicRequestContext>.Door {
        { [sessions] request, _, _ in
            guard let supervisor = SupervisorCookie.supervisor(of: request, in: sessions) else {
                throw KioskError(
                    .supervisorLoginNeeded,
                    "nobody is logged in, or the session has ended",
                    remedy: "Log in on the supervisors' page with name and PIN."
                )
            }
            guard !Self.elsewhere.contains(request.uri.path) else {
                throw KioskError(
                    .requestNotFound,
                    "this is not done on the page",
                    remedy: "Use kioskctl on the control socket."
                )
            }
            return QueueActor(name: supervisor, role: .supervisor, via: .page)
        }
    }

    private static let elsewhere = Set([QueueRoute.backup, .endProgramme, .exportChain].map(\.path))

    private func logIn(_ entry: LoginEntry) async throws -> Response {
        let name = entry.supervisor
        guard name.utf8.count <= Self.longestName, entry.pin.utf8.count <= Self.longestPIN, register.knows(name) else {
            if strangers.isNews() { await note("-", "supervisor.login-failed") }
            throw Self.refused
        }
        guard try await register.isSupervisor(name, pin: entry.pin) else {
            await note(name, "supervisor.login-failed")
            throw Self.refused
        }
        await note(name, "supervisor.login")
        var answer = try Response.json(view(of: name))
        answer.headers[.setCookie] = SupervisorCookie.field(sessions.begin(name))
        return answer
    }

    private func view(of supervisor: String?) -> SupervisorPageView {
        SupervisorPageView(
            supervisor: supervisor,
            idleSeconds: Int(SupervisorSessions.idleLimit.components.seconds),
            kiosk: kiosk
        )
    }

    private func note(_ supervisor: String, _ action: String) async {
        logger.notice("supervisors' page", metadata: ["action": "\(action)", "supervisor": "\(supervisor)"])
        do {
            try await audit.note(supervisor, action)
        } catch {
            logger.error("the audit log was not written", metadata: ["error": "\(error)", "action": "\(action)"])
        }
    }

    private static let refused = KioskError(
        .supervisorRefused,
        "there is no such supervisor with this PIN",
        remedy: "Type name and PIN again; five wrong PINs lock a supervisor for five minutes."
    )
}

/// Names that no supervisor has can be tried without end; one line a minute says so.
private final class StrangerLog: Sendable {
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func isNews(at now: ContinuousClock.Instant = .now) -> Bool {
        last.withLock { last in
            if let last, now - last < .seconds(60) { return false }
            last = now
            return true
        }
    }
}
