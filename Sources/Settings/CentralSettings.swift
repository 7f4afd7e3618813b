package import Claims

/// The central's own file, `config/central.yaml`, which explains every key.
package struct CentralSettings: Equatable, Sendable {
    package let mode: RunMode
    /// A loopback name or address: this version speaks plain HTTP only.
    package let listenHost: String
    /// 0–65535; 0 takes a free port.
    package let listenPort: Int
    /// Absolute. Holds the register and its lock.
    package let stateDirectory: String
    /// Absolute. The same key as at every kiosk of the programme.
    package let digestKeyFile: String
    /// The time that the central's clock shows when it starts; nil for the machine's own. Only in a rehearsal.
    package let rehearsalClock: Timestamp?
    package let logLevel: LogLevel

    package init(
        mode: RunMode,
        listenHost: String,
        listenPort: Int,
        stateDirectory: String,
        digestKeyFile: String,
        rehearsalClock: Timestamp? = nil,
        logLevel: LogLevel = .notice
    ) {
        self.mode = mode
        self.listenHost = listenHost
        self.listenPort = listenPort
        self.stateDirectory = stateDirectory
        self.digestKeyFile = digestKeyFile
        self.rehearsalClock = rehearsalClock
        self.logLevel = logLevel
    }

    /// Reads the file strictly; relative paths in it start at its own folder. Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> CentralSettings {
        try read(SettingsDocument.read(path).root)
    }

    static func read(_ root: StrictNode) throws(KioskError) -> CentralSettings {
        try CentralSettings(root.mapping(Keys.self))
    }
}

extension CentralSettings {
    private enum Keys: String, SettingsKey {
        case mode, listen, stateDirectory, digestKeyFile, rehearsal, logLevel
    }

    private enum RehearsalKeys: String, SettingsKey {
        case clock
    }

    private enum ListenKeys: String, SettingsKey {
        case host, port
    }

    private init(_ file: StrictMapping<Keys>) throws(KioskError) {
        let mode = try file.required(.mode, .choice(RunMode.self))
        let rehearsal = try file.optional(.rehearsal, .mapping(RehearsalKeys.self))
        if mode == .production, rehearsal != nil { throw RehearsalSettings.notInProduction(file.place(of: .rehearsal)) }
        let listen = try file.required(.listen, .mapping(ListenKeys.self))
        try self.init(
            mode: mode,
            listenHost: listen.required(.host, .loopbackHost(otherwise: .configPlaintext)),
            listenPort: listen.required(.port, .integer(in: 0...65_535)),
            stateDirectory: file.required(.stateDirectory, .path),
            digestKeyFile: file.required(.digestKeyFile, .path),
            rehearsalClock: rehearsal?.optional(.clock, .time),
            logLevel: file.optional(.logLevel, .choice(LogLevel.self)) ?? .notice
        )
    }
}
