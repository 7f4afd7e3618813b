/// `GET /v1/health` on the control socket.
package struct ControlHealth: Codable, Equatable, Sendable {
    package var version: String
    package var mode: String
    package var kiosk: String
    package var uptimeSeconds: Int
    /// Empty when nothing needs a person.
    package var problems: [ControlProblem]

    package init(version: String, mode: String, kiosk: String, uptimeSeconds: Int, problems: [ControlProblem]) {
        self.version = version
        self.mode = mode
        self.kiosk = kiosk
        self.uptimeSeconds = uptimeSeconds
        self.problems = problems
    }
}

/// `GET /v1/config` on the control socket: what the daemon runs with. No secrets, no people.
package struct ControlConfiguration: Codable, Equatable, Sendable {
    package struct Device: Codable, Equatable, Sendable {
        package var role: String
        /// The path or the match it is bound by.
        package var binding: String
        package var driver: String?
        package var baud: Int?

        package init(role: String, binding: String, driver: String? = nil, baud: Int? = nil) {
            self.role = role
            self.binding = binding
            self.driver = driver
            self.baud = baud
        }
    }

    package var file: String
    package var mode: String
    package var kiosk: String
    package var point: String
    package var stateDirectory: String
    package var centralURL: String
    package var devices: [Device]

    package init(
        file: String,
        mode: String,
        kiosk: String,
        point: String,
        stateDirectory: String,
        centralURL: String,
        devices: [Device]
    ) {
        self.file = file
        self.mode = mode
        self.kiosk = kiosk
        self.point = point
        self.stateDirectory = stateDirectory
        self.centralURL = centralURL
        self.devices = devices
    }
}
