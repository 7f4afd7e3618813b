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
    package let logLevel: LogLevel

    package init(
        mode: RunMode,
        listenHost: String,
        listenPort: Int,
        stateDirectory: String,
        digestKeyFile: String,
        logLevel: LogLevel = .notice
    ) {
        self.mode = mode
        self.listenHost = listenHost
        self.listenPort = listenPort
        self.stateDirectory = stateDirectory
        self.digestKeyFile = digestKeyFile
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
        case mode, listen, stateDirectory, digestKeyFile, logLevel
    }

    private enum ListenKeys: String, SettingsKey {
        case host, port
    }

    private init(_ file: StrictMapping<Keys>) throws(KioskError) {
        let listen = try file.required(.listen, .mapping(ListenKeys.self))
        try self.init(
            mode: file.required(.mode, .choice(RunMode.self)),
            listenHost: listen.required(.host, .loopbackHost(otherwise: .configPlaintext)),
            listenPort: listen.required(.port, .integer(in: 0...65_535)),
            stateDirectory: file.required(.stateDirectory, .path),
            digestKeyFile: file.required(.digestKeyFile, .path),
            logLevel: file.optional(.logLevel, .choice(LogLevel.self)) ?? .notice
        )
    }
}
