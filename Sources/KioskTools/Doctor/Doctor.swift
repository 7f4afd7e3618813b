package import Claims
import ControlSocket
package import WireAPI

/// Looks a kiosk over and says of everything that is wrong what to do about it. Changes nothing, opens no device.
package struct Doctor: Sendable {
    /// What is known beforehand.
    package struct Case: Sendable {
        /// What the settings say of devices; empty where the settings could not be read.
        package var devices: [DeviceNeed] = []
        package var settingsProblem: KioskError?
        package var stateDirectory = "/var/lib/recycling-kiosk"
        package var user = "kioskd"
        /// Whose members may open the counter page; nil where the settings could not be read.
        package var counterGroup: String?
        package var controlSocket = ControlledDaemon.kiosk.usualSocket
        /// What the daemon itself says; nil where it was not reached.
        package var daemon: ControlDevices?
        package var daemonProblem: KioskError?
        /// What the daemon has trouble with.
        package var health: [ControlProblem] = []

        package init() {}
    }

    let machine: any Machine
    let kiosk: Case

    package init(_ kiosk: Case, on machine: any Machine) {
        self.kiosk = kiosk
        self.machine = machine
    }

    package func findings() -> [DoctorFinding] {
        settings() + daemon() + runtimeFolder() + programs() + getty() + locks() + holders() + groups() + pageUsers()
            + udev()
            + serials() + clock() + disk() + certificates() + central() + deviceProblems()
    }

    private func settings() -> [DoctorFinding] {
        guard let problem = kiosk.settingsProblem else {
            return [DoctorFinding("settings", .ok, "the settings can be read")]
        }
        return [DoctorFinding("settings", .problem, problem.message, remedy: problem.remedy)]
    }

    /// What the daemon says of the central. One that is away for a while is no fault here; one that does not take this
    /// kiosk's certificate is.
    private func central() -> [DoctorFinding] {
        guard kiosk.daemon != nil else { return [] }
        let refusals = kiosk.health.filter { KioskError.Code($0.code).refusesKiosk }
        let others = kiosk.health.filter { $0.code.hasPrefix("central.") }
        guard !(refusals + others).isEmpty else {
            return [DoctorFinding("central", .ok, "the daemon has no trouble with the central")]
        }
        return refusals.map { DoctorFinding("central", .problem, $0.message, remedy: $0.remedy) }
            + others.map { DoctorFinding("central", .warning, $0.message, remedy: $0.remedy) }
    }

    /// What the daemon says of its devices.
    private func deviceProblems() -> [DoctorFinding] {
        guard let devices = kiosk.daemon else { return [] }
        var findings = devices.missing.map {
            DoctorFinding("device", .problem, $0.problem.message, remedy: $0.problem.remedy)
        }
        for device in devices.devices {
            if let problem = device.health?.problem {
                findings.append(DoctorFinding("device", .problem, problem.message, remedy: problem.remedy))
            } else if [.conflict, .moved].contains(device.assignment.state) {
                let seen =
                    "\(device.node) is in the state \(device.assignment.state.rawValue): \(device.assignment.explanation)"
                findings.append(
                    DoctorFinding("device", .problem, seen, remedy: "kioskctl devices bind \(device.node) --role ROLE")
                )
            }
        }
        if findings.isEmpty {
            findings.append(DoctorFinding("device", .ok, "the daemon has no trouble with its devices"))
        }
        return findings
    }
}

/// A device as the settings name it.
package struct DeviceNeed: Equatable, Sendable {
    package var role: String
    package var driver: String
    /// Nil for a device that is not bound by its path.
    package var path: String?

    package init(role: String, driver: String, path: String?) {
        self.role = role
        self.driver = driver
        self.path = path
    }
}
