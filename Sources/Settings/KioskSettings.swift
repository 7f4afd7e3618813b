package import Claims

/// The kiosk's own file, `config/kiosk.yaml`, which explains every key. All paths are absolute.
package struct KioskSettings: Equatable, Sendable {
    package let mode: RunMode
    package let kioskID: KioskID
    /// Which of the programme's points the kiosk stands at, see `point(in:)`.
    package let pointID: String
    /// Holds the store and its lock.
    package let stateDirectory: String
    /// Holds `counter/` (the page) and `texts/` (its catalogues).
    package let shareDirectory: String
    /// For `ProgrammeFile.load`.
    package let programmeFile: String
    /// For `CalendarFolder.load`.
    package let calendarFolder: String
    /// Whose programme and calendars count.
    package let rulesFrom: RulesSource
    /// The key of the digests that duplicates are found by, the same as at the central.
    package let digestKeyFile: String
    package let sealing: SealingSettings
    package let counter: CounterSettings
    package let central: CentralLinkSettings
    /// At most one for each role.
    package let devices: [DeviceSettings]
    /// Whether devices are also found by udev. Without it only those with a path are used.
    package let discoversDevices: Bool
    /// For `MatchFile.load`: what which device is.
    package let deviceTable: String
    package let control: ControlSettings
    /// Nil when the kiosk has no registry to ask.
    package let registry: RegistrySettings?
    /// For `SupervisorsFile.load`; nil when nobody can override anything here.
    package let supervisorsFile: String?
    package let retention: RetentionSettings
    /// Nil in production, and in a rehearsal on real devices with the real time.
    package let rehearsal: RehearsalSettings?
    package let logLevel: LogLevel

    package static let defaultShareDirectory = "/usr/share/recycling-kiosk"

    package init(
        mode: RunMode,
        kioskID: KioskID,
        pointID: String,
        stateDirectory: String,
        shareDirectory: String = defaultShareDirectory,
        programmeFile: String,
        calendarFolder: String,
        rulesFrom: RulesSource = .files,
        digestKeyFile: String,
        sealing: SealingSettings? = nil,
        counter: CounterSettings,
        central: CentralLinkSettings,
        devices: [DeviceSettings],
        discoversDevices: Bool = true,
        deviceTable: String? = nil,
        control: ControlSettings,
        registry: RegistrySettings? = nil,
        supervisorsFile: String? = nil,
        retention: RetentionSettings = RetentionSettings(),
        rehearsal: RehearsalSettings? = nil,
        logLevel: LogLevel = .notice
    ) {
        self.mode = mode
        self.kioskID = kioskID
        self.pointID = pointID
        self.stateDirectory = stateDirectory
        self.shareDirectory = shareDirectory
        self.programmeFile = programmeFile
        self.calendarFolder = calendarFolder
        self.rulesFrom = rulesFrom
        self.digestKeyFile = digestKeyFile
        self.sealing = sealing ?? SealingSettings(stateDirectory: stateDirectory)
        self.counter = counter
        self.central = central
        self.devices = devices
        self.discoversDevices = discoversDevices
        self.deviceTable = deviceTable ?? "\(shareDirectory)/devices/match.yaml"
        self.control = control
        self.registry = registry
        self.supervisorsFile = supervisorsFile
        self.retention = retention
        self.rehearsal = rehearsal
        self.logLevel = logLevel
    }

    /// Reads the file strictly; relative paths in it start at its own folder. Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> KioskSettings {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> KioskSettings {
        try KioskSettings(root.mapping(Keys.self))
    }

    /// The point that the kiosk stands at. Throws `config.contradiction` when the programme does not have it.
    package func point(in programme: Programme) throws(KioskError) -> Programme.Point {
        if let point = programme.points.first(where: { $0.id == pointID }) { return point }
        let known = programme.points.map(\.id)
        let near = NearestWord.to(pointID, among: known).map { "Write `point: \($0)`" } ?? "Name one of these"
        throw KioskError(
            .configContradiction,
            "kiosk.point: the programme \(programme.id) has no point \(Place.quoted(pointID)); it has "
                + known.joined(separator: ", "),
            remedy: "\(near) in the kiosk's settings: anywhere else there is no subsidy."
        )
    }
}

extension KioskSettings {
    private enum Keys: String, SettingsKey {
        case mode, kiosk, stateDirectory, shareDirectory, programme, calendars, rulesFrom, digestKeyFile, sealing
        case counter, central
        case devices, discovery, deviceTable, control, registry, supervisors, retention, rehearsal, logLevel
    }

    private enum KioskKeys: String, SettingsKey {
        case id, point
    }

    private init(_ file: StrictMapping<Keys>) throws(KioskError) {
        let mode = try file.required(.mode, .choice(RunMode.self))
        let kiosk = try file.required(.kiosk, .mapping(KioskKeys.self))
        let kioskID = Reading<KioskID>.parsed("2–8 capitals and digits without I, L, O, U and Z") { KioskID($0) }
        let rehearsal = try file.optional(.rehearsal, .mapping(RehearsalSettings.Keys.self, RehearsalSettings.init))
        if mode == .production, rehearsal != nil { throw RehearsalSettings.notInProduction(file.place(of: .rehearsal)) }
        let stateDirectory = try file.required(.stateDirectory, .path)
        let control = try file.optional(.control, .mapping(ControlSettings.Keys.self))
        try self.init(
            mode: mode,
            kioskID: kiosk.required(.id, kioskID),
            pointID: kiosk.required(.point, ProgrammeFile.name),
            stateDirectory: stateDirectory,
            shareDirectory: file.optional(.shareDirectory, .path) ?? Self.defaultShareDirectory,
            programmeFile: file.required(.programme, .path),
            calendarFolder: file.optional(.calendars, .path) ?? file.sibling("calendars"),
            rulesFrom: file.optional(.rulesFrom, .choice(RulesSource.self)) ?? .files,
            digestKeyFile: file.required(.digestKeyFile, .path),
            sealing: file.optional(.sealing, .mapping(SealingSettings.Keys.self, SealingSettings.init)),
            counter: file.required(.counter, .mapping(CounterSettings.Keys.self, CounterSettings.init)),
            central: file.required(.central, .mapping(CentralLinkSettings.Keys.self, CentralLinkSettings.init)),
            devices: DeviceSettings.list(file, .devices, mode: mode),
            discoversDevices: file.optional(.discovery, .truth) ?? true,
            deviceTable: file.optional(.deviceTable, .path),
            control: ControlSettings(
                control,
                usualSocket: ControlSettings.usualSocket(mode, stateDirectory: stateDirectory)
            ),
            registry: file.optional(.registry, .mapping(RegistrySettings.Keys.self, RegistrySettings.init)),
            supervisorsFile: file.optional(.supervisors, .path),
            retention: file.optional(.retention, .mapping(RetentionSettings.Keys.self, RetentionSettings.init))
                ?? RetentionSettings(),
            rehearsal: rehearsal,
            logLevel: file.optional(.logLevel, .choice(LogLevel.self)) ?? .notice
        )
        guard mode == .rehearsal || central.isEncrypted else {
            throw file.place(of: .central).fault(
                .configPlaintext,
                "the central's address begins with http://, which only a rehearsal may use",
                remedy: "Write https:// and enrol the kiosk (docs/enrolment.md)."
            )
        }
    }
}
