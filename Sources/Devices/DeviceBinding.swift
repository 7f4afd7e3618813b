/// A device, by whatever names it, that does one work.
package struct DeviceBinding: Hashable, Sendable {
    /// Who says so. The earlier beats the later for the same role: what is written in the configuration is refused to
    /// the technician's tool, which says so.
    package enum Origin: String, CaseIterable, Codable, Sendable, Comparable {
        case configuration
        case technician
        case match

        private var rank: Int {
            switch self {
            case .configuration: 0
            case .technician: 1
            case .match: 2
            }
        }

        package static func < (left: Origin, right: Origin) -> Bool { left.rank < right.rank }
    }

    package let role: DeviceRole
    package let identity: DeviceIdentity
    /// Where it was plugged in when it was bound: tells it from another with the same serial number.
    package private(set) var port: DeviceIdentity?
    package let settings: DriverSettings
    package let origin: Origin

    /// Nil when the driver cannot serve the role.
    package init?(
        role: DeviceRole,
        identity: DeviceIdentity,
        port: DeviceIdentity? = nil,
        settings: DriverSettings,
        origin: Origin
    ) {
        guard settings.driver.serves(role) else { return nil }
        self.role = role
        self.identity = identity
        self.port = port
        self.settings = settings
        self.origin = origin
    }

    /// Binds a device that is present, by the best name it has among the others.
    package init?(
        role: DeviceRole,
        device: DetectedDevice,
        among present: [DetectedDevice],
        settings: DriverSettings,
        origin: Origin
    ) {
        self.init(
            role: role,
            identity: device.identity(among: present),
            port: device.portIdentity,
            settings: settings,
            origin: origin
        )
    }

    /// The same binding of a device that was put into another socket.
    func at(_ port: DeviceIdentity?) -> DeviceBinding {
        var moved = self
        moved.port = port
        return moved
    }
}
