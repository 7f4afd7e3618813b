/// The body of `POST /v1/supervisor/login`.
package struct LoginEntry: Codable, Sendable {
    package var supervisor: String
    package var pin: String

    package init(supervisor: String, pin: String) {
        self.supervisor = supervisor
        self.pin = pin
    }
}

/// The answer of `GET /v1/supervisor`, and of logging in and out.
package struct SupervisorPageView: Codable, Equatable, Sendable {
    package struct Kiosk: Codable, Equatable, Sendable {
        package var id: String
        /// The point's name by language.
        package var point: [String: String]
        package var rehearsal: Bool

        package init(id: String, point: [String: String], rehearsal: Bool) {
            self.id = id
            self.point = point
            self.rehearsal = rehearsal
        }
    }

    /// Who is logged in here; nil for nobody.
    package var supervisor: String?
    /// A session without an action for this long ends.
    package var idleSeconds: Int
    package var kiosk: Kiosk

    package init(supervisor: String?, idleSeconds: Int, kiosk: Kiosk) {
        self.supervisor = supervisor
        self.idleSeconds = idleSeconds
        self.kiosk = kiosk
    }
}
