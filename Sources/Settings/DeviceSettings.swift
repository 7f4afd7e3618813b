import Claims

/// What a device is for. Each role is bound to one device at the most.
package enum DeviceRole: String, CaseIterable, Sendable {
    case idCard = "id-card"
    case scanner
}

/// One device that is bound to a role by its path.
package struct DeviceSettings: Equatable, Sendable {
    /// The protocol that the device speaks.
    package enum Driver: String, CaseIterable, Sendable {
        /// ID-card readers with a SAM module.
        case sdt
        /// Scanners that end each code with CR, LF or both.
        case line
    }

    package let role: DeviceRole
    /// Absolute; below /dev in production.
    package let path: String
    package let driver: Driver
    /// One of `speeds`, in bits per second.
    package let baud: Int
    /// Whether STX before and ETX after the data are dropped. Only with `line`.
    package let stripSTX: Bool

    package static let speeds = [9_600, 19_200, 38_400, 57_600, 115_200]

    package init(role: DeviceRole, path: String, driver: Driver, baud: Int, stripSTX: Bool = false) {
        self.role = role
        self.path = path
        self.driver = driver
        self.baud = baud
        self.stripSTX = stripSTX
    }
}

extension DeviceSettings {
    enum Keys: String, SettingsKey {
        case role, path, driver, baud, stripSTX
    }

    init(_ device: StrictMapping<Keys>) throws(KioskError) {
        let role = try device.required(.role, .choice(DeviceRole.self))
        let driver = try device.required(.driver, .choice(Driver.self))
        let fitting: Driver = role == .idCard ? .sdt : .line
        guard driver == fitting else {
            throw device.place(of: .driver).fault(
                .configContradiction,
                "the driver \(driver.rawValue) cannot serve the role \(role.rawValue)",
                remedy: "Write \(fitting.rawValue) here."
            )
        }
        let stripSTX = try device.optional(.stripSTX, .truth)
        guard stripSTX == nil || driver == .line else {
            throw device.place(of: .stripSTX).fault(
                .configContradiction,
                "only the driver line knows this key",
                remedy: "Delete the line."
            )
        }
        try self.init(
            role: role,
            path: device.required(.path, .path),
            driver: driver,
            baud: device.optional(.baud, .integer(among: Self.speeds, unit: "bits per second"))
                ?? (driver == .sdt ? 115_200 : 9_600),
            stripSTX: stripSTX ?? false
        )
    }

    /// The list under `devices`: each role once, each path once, and in production only device files.
    static func list<Key>(_ file: StrictMapping<Key>, _ key: Key, mode: RunMode) throws(KioskError) -> [DeviceSettings]
    {
        let items = try file.required(key, .list(0...16, of: .mapping(Keys.self, DeviceSettings.init)))
        var roles: Set<DeviceRole> = []
        var paths: Set<String> = []
        for (device, place) in items {
            guard roles.insert(device.role).inserted else {
                throw place.fault(
                    .configContradiction,
                    "the role \(device.role.rawValue) is bound twice",
                    remedy: "Keep one device for each role."
                )
            }
            guard paths.insert(device.path).inserted else {
                throw place.fault(
                    .configContradiction,
                    "the path \(Place.quoted(device.path)) is used twice",
                    remedy: "Give each device its own path."
                )
            }
            guard mode == .rehearsal || device.path.hasPrefix("/dev/") else {
                throw place.fault(
                    .configInvalidValue,
                    "found the path \(Place.quoted(device.path)), expected one below /dev",
                    remedy: "Write the device file, such as /dev/ttyS0 or a name in /dev/serial/by-id."
                )
            }
        }
        return items.map(\.value)
    }
}
