import Claims
package import Devices

/// One device that is bound to a role.
package struct DeviceSettings: Equatable, Sendable {
    package let role: DeviceRole
    /// A path is absolute; below /dev in production.
    package let identity: DeviceIdentity
    package let settings: DriverSettings

    package init(role: DeviceRole, identity: DeviceIdentity, settings: DriverSettings) {
        self.role = role
        self.identity = identity
        self.settings = settings
    }
}

extension DeviceSettings {
    enum Keys: String, SettingsKey {
        case role, path, device, driver, baud
        case ending, silenceMilliseconds, stripSTX, aim, codeIDs, encoding, commands
        case dots, columns, text, cuts, answersStatus
    }

    init(_ device: StrictMapping<Keys>) throws(KioskError) {
        let role = try device.required(.role, .choice(DeviceRole.self))
        try self.init(
            role: role,
            identity: Self.identity(device),
            settings: DriverSettings(device, serving: role)
        )
    }

    /// One of `path` and `device`.
    private static func identity(_ device: StrictMapping<Keys>) throws(KioskError) -> DeviceIdentity {
        let expected = "a name as `kioskctl devices list` shows it, such as serial:1eab:0c06:00:NL0001"
        guard let named = try device.optional(.device, .parsed(expected) { DeviceIdentity($0) }) else {
            return .path(try device.required(.path, .path))
        }
        try device.refuse(.path, "a device has a path or a name, not both", remedy: "Keep one of the two.")
        return named
    }

    /// The list under `devices`: each role once, each path once, and in production only device files.
    static func list<Key>(_ file: StrictMapping<Key>, _ key: Key, mode: RunMode) throws(KioskError) -> [DeviceSettings]
    {
        let items = try file.required(key, .list(0...16, of: .mapping(Keys.self, DeviceSettings.init)))
        var roles: Set<DeviceRole> = []
        var identities: Set<DeviceIdentity> = []
        for (device, place) in items {
            guard roles.insert(device.role).inserted else {
                throw place.fault(
                    .configContradiction,
                    "the role \(device.role.rawValue) is bound twice",
                    remedy: "Keep one device for each role."
                )
            }
            guard identities.insert(device.identity).inserted else {
                throw place.fault(
                    .configContradiction,
                    "the device \(Place.quoted(device.identity.description)) is used twice",
                    remedy: "Give each role its own device."
                )
            }
            guard case .path(let path) = device.identity, mode == .production, !path.hasPrefix("/dev/") else {
                continue
            }
            throw place.fault(
                .configInvalidValue,
                "found the path \(Place.quoted(path)), expected one below /dev",
                remedy: "Write the device file, such as /dev/ttyS0 or a name in /dev/serial/by-id."
            )
        }
        return items.map(\.value)
    }
}

extension DriverSettings {
    /// The keys of a device that say how to talk to it; each is refused where its driver knows it not.
    init(_ device: StrictMapping<DeviceSettings.Keys>, serving role: DeviceRole) throws(KioskError) {
        let driver = try device.required(.driver, .choice(DeviceDriver.self))
        guard driver.serves(role) else {
            let fitting = DeviceDriver.allCases.filter { $0.serves(role) }.map(\.rawValue)
            throw device.place(of: .driver).fault(
                .configContradiction,
                "the driver \(driver.rawValue) cannot serve the role \(role.rawValue)",
                remedy: "Write \(fitting.joined(separator: " or ")) here."
            )
        }
        for (key, drivers) in Self.owners where !drivers.contains(driver) {
            let names = drivers.map(\.rawValue).joined(separator: " and ")
            try device.refuse(key, "only the driver \(names) knows this key", remedy: "Delete the line.")
        }
        self.init(driver, baud: try device.optional(.baud, .integer(among: Self.speeds, unit: "bits per second")))
        try scanner.read(device)
        try printer.read(device)
    }

    private static let owners: [(DeviceSettings.Keys, [DeviceDriver])] = [
        (.baud, [.sdt, .line, .ssi, .escpos]),
        (.ending, [.line]), (.silenceMilliseconds, [.line]), (.stripSTX, [.line]), (.aim, [.line, .ssi]),
        (.codeIDs, [.line]), (.encoding, [.line, .ssi]), (.commands, [.line]),
        (.dots, [.escpos]), (.columns, [.escpos]), (.text, [.escpos]), (.cuts, [.escpos]), (.answersStatus, [.escpos]),
    ]
}

extension ScannerSettings {
    fileprivate mutating func read(_ device: StrictMapping<DeviceSettings.Keys>) throws(KioskError) {
        ending = try device.optional(.ending, .choice(Ending.self)) ?? ending
        if let silence = try device.optional(.silenceMilliseconds, .integer(in: 50...2_000, unit: "milliseconds")) {
            guard ending == .none else {
                throw device.place(of: .silenceMilliseconds).fault(
                    .configContradiction,
                    "a silence ends a code only with `ending: none`",
                    remedy: "Delete the line, or write `ending: none`."
                )
            }
            silenceMilliseconds = silence
        }
        stripSTX = try device.optional(.stripSTX, .truth) ?? stripSTX
        aim = try device.optional(.aim, .truth) ?? aim
        codeIDs = try device.optional(.codeIDs, .choice(CodeIDs.self)) ?? codeIDs
        guard !aim || codeIDs == .none else {
            throw device.place(of: .codeIDs).fault(
                .configContradiction,
                "a code begins with an AIM identifier or with a code id, not with both",
                remedy: "Delete one of the two lines."
            )
        }
        encoding = try device.optional(.encoding, .choice(Encoding.self)) ?? encoding
        commands = try device.optional(.commands, .choice(Commands.self)) ?? commands
    }
}

extension PrinterSettings {
    fileprivate mutating func read(_ device: StrictMapping<DeviceSettings.Keys>) throws(KioskError) {
        dots = try device.optional(.dots, .integer(in: 192...1_024)) ?? dots
        columns = try device.optional(.columns, .integer(in: 16...64)) ?? columns
        text = try device.optional(.text, .choice(Text.self)) ?? text
        cuts = try device.optional(.cuts, .truth) ?? cuts
        answersStatus = try device.optional(.answersStatus, .truth) ?? answersStatus
    }
}
