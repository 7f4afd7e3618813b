import Claims
import HTTPSupport
import HTTPTypes
package import Hummingbird
package import QueueServer
package import WireAPI

/// Logging in and out on the supervisors' page, and the door to what only supervisors may.
package struct SupervisorRoutes: Sendable {
    private let logins: SupervisorLogins
    private let kiosk: SupervisorPageView.Kiosk

    package init(logins: SupervisorLogins, kiosk: SupervisorPageView.Kiosk) {
        self.logins = logins
        self.kiosk = kiosk
    }

    package func add(to router: some RouterMethods<BasicRequestContext>) {
        router.get("/v1/supervisor") { request, _ in
            try Response.json(view(of: SupervisorCookie.supervisor(of: request, in: logins.sessions)))
        }
        router.post("/v1/supervisor/login") { request, _ in
            let entry = try await request.json(LoginEntry.self, upTo: 4_096)
            return try await logIn(entry)
        }
        router.post("/v1/supervisor/logout") { request, _ in
            let token = SupervisorCookie.token(of: request)
            if let supervisor = token.flatMap({ logins.sessions.end($0) }) {
                await logins.note(supervisor, "supervisor.logout")
            }
            var answer = try Response.json(view(of: nil))
            answer.headers[.setCookie] = SupervisorCookie.expired
            return answer
        }
    }

    /// Lets in who is logged in. Throws `supervisor.login-needed`, and `request.not-found` for what is done by
    /// `kioskctl` only: copies of the whole store, and the end of the programme.
    package var door: QueueRoutes<BasicRequestContext>.Door {
        { [logins] request, _, route in
            guard let supervisor = SupervisorCookie.supervisor(of: request, in: logins.sessions) else {
                throw KioskError(
                    .supervisorLoginNeeded,
                    "nobody is logged in, or the session has ended",
                    remedy: "Log in on the supervisors' page with name and PIN."
                )
            }
            guard !Self.elsewhere.contains(route) else {
                throw KioskError(
                    .requestNotFound,
                    "this is not done on the page",
                    remedy: "Use kioskctl on the control socket."
                )
            }
            return QueueActor(name: supervisor, role: .supervisor, via: .page)
        }
    }

    private static let elsewhere: Set<QueueRoute> = [.backup, .endProgramme, .exportChain, .settleLoss]

    private func logIn(_ entry: LoginEntry) async throws -> Response {
        let name = entry.supervisor
        guard try await logins.admits(name, pin: entry.pin, orNotes: "supervisor.login-failed") else {
            throw Self.refused
        }
        await logins.note(name, "supervisor.login")
        var answer = try Response.json(view(of: name))
        answer.headers[.setCookie] = SupervisorCookie.field(logins.sessions.begin(name))
        return answer
    }

    private func view(of supervisor: String?) -> SupervisorPageView {
        SupervisorPageView(
            supervisor: supervisor,
            idleSeconds: Int(SupervisorSessions.idleLimit.components.seconds),
            kiosk: kiosk
        )
    }

    private static let refused = KioskError(
        .supervisorRefused,
        "there is no such supervisor with this PIN",
        remedy: "Type name and PIN again; five wrong PINs lock a supervisor for five minutes."
    )
}
