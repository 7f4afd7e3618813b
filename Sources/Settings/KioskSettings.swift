package import Claims

/// The kiosk's own file, `config/kiosk.yaml`, which explains every key. All paths are absolute.
package struct KioskSettings: Equatable, Sendable {
    package let mode: RunMode
    package let kioskID: KioskID
    /// The recycling point's name as people see it, 1–80 characters.
    package let point: String
    /// Holds the store and its lock.
    package let stateDirectory: String
    /// Holds `counter/` (the page) and `texts/` (its catalogues).
    package let shareDirectory: String
    /// For `ProgrammeFile.load`.
    package let programmeFile: String
    /// The key of the digests that duplicates are found by, the same as at the central.
    package let digestKeyFile: String
    package let counter: CounterSettings
    package let central: CentralLinkSettings
    /// At most one for each role.
    package let devices: [DeviceSettings]
    /// For `RehearsalRegistryFile.load`; nil when the kiosk has no registry to ask.
    package let registryFile: String?
    /// Nil in production, and in a rehearsal on real devices with the real time.
    package let rehearsal: RehearsalSettings?
    package let logLevel: LogLevel

    package static let defaultShareDirectory = "/usr/share/recycling-kiosk"

    package init(
        mode: RunMode,
        kioskID: KioskID,
        point: String,
        stateDirectory: String,
        shareDirectory: String = defaultShareDirectory,
        programmeFile: String,
        digestKeyFile: String,
        counter: CounterSettings,
        central: CentralLinkSettings,
        devices: [DeviceSettings],
        registryFile: String? = nil,
        rehearsal: RehearsalSettings? = nil,
        logLevel: LogLevel = .notice
    ) {
        self.mode = mode
        self.kioskID = kioskID
        self.point = point
        self.stateDirectory = stateDirectory
        self.shareDirectory = shareDirectory
        self.programmeFile = programmeFile
        self.digestKeyFile = digestKeyFile
        self.counter = counter
        self.central = central
        self.devices = devices
        self.registryFile = registryFile
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
}

extension KioskSettings {
    private enum Keys: String, SettingsKey {
        case mode, kiosk, stateDirectory, shareDirectory, programme, digestKeyFile, counter, central, devices
        case registry, rehearsal, logLevel
    }

    private enum KioskKeys: String, SettingsKey {
        case id, point
    }

    private init(_ file: StrictMapping<Keys>) throws(KioskError) {
        let mode = try file.required(.mode, .choice(RunMode.self))
        let kiosk = try file.required(.kiosk, .mapping(KioskKeys.self))
        let kioskID = Reading<KioskID>.parsed("2–8 capitals and digits without I, L, O, U and Z") { KioskID($0) }
        let registry = try file.optional(.registry, .path)
        let rehearsal = try file.optional(.rehearsal, .mapping(RehearsalSettings.Keys.self, RehearsalSettings.init))
        if mode == .production {
            if registry != nil { throw RehearsalSettings.notInProduction(file.place(of: .registry)) }
            if rehearsal != nil { throw RehearsalSettings.notInProduction(file.place(of: .rehearsal)) }
        }
        try self.init(
            mode: mode,
            kioskID: kiosk.required(.id, kioskID),
            point: kiosk.required(.point, .text(1...80)),
            stateDirectory: file.required(.stateDirectory, .path),
            shareDirectory: file.optional(.shareDirectory, .path) ?? Self.defaultShareDirectory,
            programmeFile: file.required(.programme, .path),
            digestKeyFile: file.required(.digestKeyFile, .path),
            counter: file.required(.counter, .mapping(CounterSettings.Keys.self, CounterSettings.init)),
            central: file.required(.central, .mapping(CentralLinkSettings.Keys.self, CentralLinkSettings.init)),
            devices: DeviceSettings.list(file, .devices, mode: mode),
            registryFile: registry,
            rehearsal: rehearsal,
            logLevel: file.optional(.logLevel, .choice(LogLevel.self)) ?? .notice
        )
    }
}
