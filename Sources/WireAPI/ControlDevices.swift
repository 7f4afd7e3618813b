/// The answer of `GET /v1/devices` on the control socket: all that is plugged in, what it was taken for and why.
///
/// docs/control-api.md describes every field. New fields may come; these stay.
package struct ControlDevices: Codable, Equatable, Sendable {
    package struct Discovery: Codable, Equatable, Sendable {
        /// Whether devices are looked for at all; the settings may say no.
        package var isOn: Bool
        /// Whether the system's device manager runs; without it devices are looked for every few seconds.
        package var hasUdev: Bool
        /// How often messages were lost and everything was looked at anew.
        package var overflows: Int
        /// How often everything was looked at anew, for whatever reason.
        package var rescans: Int

        package init(isOn: Bool = true, hasUdev: Bool, overflows: Int, rescans: Int) {
            self.isOn = isOn
            self.hasUdev = hasUdev
            self.overflows = overflows
            self.rescans = rescans
        }
    }

    /// By node.
    package var devices: [ControlDevice]
    /// What is bound but not plugged in.
    package var missing: [ControlMissing]
    package var discovery: Discovery

    package init(devices: [ControlDevice], missing: [ControlMissing], discovery: Discovery) {
        self.devices = devices
        self.missing = missing
        self.discovery = discovery
    }
}

/// A role whose device is not there.
package struct ControlMissing: Codable, Equatable, Sendable {
    package var role: String
    /// The path or the identity it was bound by.
    package var device: String
    package var driver: String?
    /// As in `ControlDevice.Assignment`.
    package var boundBy: ControlDevice.BoundBy?
    package var problem: ControlProblem

    package init(
        role: String,
        device: String,
        driver: String? = nil,
        boundBy: ControlDevice.BoundBy? = nil,
        problem: ControlProblem
    ) {
        self.role = role
        self.device = device
        self.driver = driver
        self.boundBy = boundBy
        self.problem = problem
    }
}
