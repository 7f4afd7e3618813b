import HTTPTypes
import Hummingbird

/// The cookie that names a session. Scripts do not see it, and no other site's request carries it. The page is plain
/// HTTP on loopback only, so it is not marked as secure.
enum SupervisorCookie {
    static let name = "kiosk-supervisor"

    /// A page that looks again by itself sends this header: that keeps no session alive.
    private static let looking = HTTPField.Name("Supervisor-Looking")

    static func supervisor(of request: Request, in sessions: SupervisorSessions) -> String? {
        let isLooking = looking.map { request.headers[$0] != nil } ?? false
        return token(of: request).flatMap { sessions.supervisor(of: $0, isAction: !isLooking) }
    }

    static func token(of request: Request) -> String? { request.cookies[name]?.value }

    static func field(_ token: String) -> String { "\(name)=\(token); Path=/; HttpOnly; SameSite=Strict" }

    static var expired: String { field("") + "; Max-Age=0" }
}
