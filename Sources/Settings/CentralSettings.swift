package import Claims

/// The central's own file, `config/central.yaml`, which explains every key.
package struct CentralSettings: Equatable, Sendable {
    /// How scrapping certificates are issued.
    package struct Signing: Equatable, Sendable {
        /// Absolute. The secret key that they are signed with.
        package let keyFile: String
        /// The recycling company that stamps them, 1–80 characters.
        package let company: String
        /// Days from the day of issue on which one counts, 1–3650.
        package let validDays: Int

        package init(keyFile: String, company: String, validDays: Int) {
            self.keyFile = keyFile
            self.company = company
            self.validDays = validDays
        }
    }

    /// TLS with kiosks, and the authority that gives them their certificates. PEM files, absolute paths.
    package struct TLS: Equatable, Sendable {
        /// The central's own certificate and its secret key.
        package let certificateFile: String
        package let keyFile: String
        /// The authority's certificate and its secret key.
        package let authorityFile: String
        package let authorityKeyFile: String
        /// The signed file of sealing keys that kiosks get at enrolment; nil when they get none.
        package let sealingKeysFile: String?
        /// How long a kiosk's certificate is good, 1 minute to a year.
        package let kioskLife: Duration

        package init(
            certificateFile: String,
            keyFile: String,
            authorityFile: String,
            authorityKeyFile: String,
            sealingKeysFile: String? = nil,
            kioskLife: Duration = .seconds(90 * 86_400)
        ) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
            self.authorityFile = authorityFile
            self.authorityKeyFile = authorityKeyFile
            self.sealingKeysFile = sealingKeysFile
            self.kioskLife = kioskLife
        }
    }

    /// The keys for what kiosks seal. Absolute paths.
    package struct Sealing: Equatable, Sendable {
        /// 1–8 secret keys of the reviewers: the one that kiosks use, and older ones while some still do.
        package let reviewersKeyFiles: [String]
        /// 1–8 public keys of the payers. Their secret halves are not for this server.
        package let payersKeyFiles: [String]

        package init(reviewersKeyFiles: [String], payersKeyFiles: [String]) {
            self.reviewersKeyFiles = reviewersKeyFiles
            self.payersKeyFiles = payersKeyFiles
        }
    }

    package let mode: RunMode
    /// A loopback name or address if `tls` is nil.
    package let listenHost: String
    /// 0–65535; 0 takes a free port.
    package let listenPort: Int
    /// Absolute. Holds the register and its lock.
    package let stateDirectory: String
    /// For `ProgrammeFile.load(files:)`: 1–32, absolute. The rules that claims are judged by, older versions too.
    package let programmeFiles: [String]
    /// Absolute, for `CalendarFolder.load`.
    package let calendarFolder: String
    /// Absolute. The same key as at every kiosk of the programme.
    package let digestKeyFile: String
    /// Nil in a rehearsal over plain HTTP on loopback only.
    package let tls: TLS?
    /// Absolute. The secret key that signs what kiosks are told; never nil with `tls`.
    package let answerKeyFile: String?
    /// Absolute, at most 107 bytes: the socket of the operator's commands.
    package let controlSocket: String
    package let sealing: Sealing
    /// Nil when this central signs no scrapping certificates.
    package let signing: Signing?
    /// Nil when kiosks get no files from here.
    package let distribution: DistributionSettings?
    /// The time that the central's clock shows when it starts; nil for the machine's own. Only in a rehearsal.
    package let rehearsalClock: Timestamp?
    package let logLevel: LogLevel

    package init(
        mode: RunMode,
        listenHost: String,
        listenPort: Int,
        stateDirectory: String,
        programmeFiles: [String],
        calendarFolder: String,
        digestKeyFile: String,
        tls: TLS? = nil,
        answerKeyFile: String? = nil,
        controlSocket: String? = nil,
        sealing: Sealing,
        signing: Signing? = nil,
        distribution: DistributionSettings? = nil,
        rehearsalClock: Timestamp? = nil,
        logLevel: LogLevel = .notice
    ) {
        self.mode = mode
        self.listenHost = listenHost
        self.listenPort = listenPort
        self.stateDirectory = stateDirectory
        self.programmeFiles = programmeFiles
        self.calendarFolder = calendarFolder
        self.digestKeyFile = digestKeyFile
        self.tls = tls
        self.answerKeyFile = answerKeyFile
        self.controlSocket = controlSocket ?? Self.usualSocket(mode, stateDirectory: stateDirectory)
        self.sealing = sealing
        self.signing = signing
        self.distribution = distribution
        self.rehearsalClock = rehearsalClock
        self.logLevel = logLevel
    }

    /// In the folder that the unit makes; a rehearsal has it beside its store.
    private static func usualSocket(_ mode: RunMode, stateDirectory: String) -> String {
        mode == .production ? "/run/recycling-kiosk-central/control.sock" : "\(stateDirectory)/control.sock"
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
        case mode, listen, stateDirectory, programmes, calendars, digestKeyFile, sealing, tls, answerKey, control
        case signing, distribute, rehearsal, logLevel
    }

    private enum TLSKeys: String, SettingsKey {
        case certificate, key, authority, authorityKey, sealingKeys, kioskMinutes
    }

    private enum ControlKeys: String, SettingsKey {
        case socket
    }

    private enum RehearsalKeys: String, SettingsKey {
        case clock
    }

    private enum SigningKeys: String, SettingsKey {
        case key, company, validDays
    }

    private enum SealingKeys: String, SettingsKey {
        case reviewersKeys, payersKeys
    }

    private enum ListenKeys: String, SettingsKey {
        case host, port
    }

    private init(_ file: StrictMapping<Keys>) throws(KioskError) {
        let mode = try file.required(.mode, .choice(RunMode.self))
        let rehearsal = try file.optional(.rehearsal, .mapping(RehearsalKeys.self))
        if mode == .production, rehearsal != nil { throw RehearsalSettings.notInProduction(file.place(of: .rehearsal)) }
        let signing = Reading<Signing>.mapping(SigningKeys.self) { (keys) throws(KioskError) in
            Signing(
                keyFile: try keys.required(.key, .path),
                company: try keys.required(.company, .text(1...80)),
                validDays: try keys.required(.validDays, .integer(in: 1...3_650, unit: "days"))
            )
        }
        let tlsBlock = Reading<TLS>.mapping(TLSKeys.self) { (keys) throws(KioskError) in
            TLS(
                certificateFile: try keys.required(.certificate, .path),
                keyFile: try keys.required(.key, .path),
                authorityFile: try keys.required(.authority, .path),
                authorityKeyFile: try keys.required(.authorityKey, .path),
                sealingKeysFile: try keys.optional(.sealingKeys, .path),
                kioskLife: .seconds(
                    60 * (try keys.optional(.kioskMinutes, .integer(in: 1...525_600, unit: "minutes")) ?? 129_600)
                )
            )
        }
        // In production kiosks come over the network, and claims name people.
        let tls = try mode == .production ? file.required(.tls, tlsBlock) : file.optional(.tls, tlsBlock)
        let paths = Reading<[String]>.list(1...32, of: .path, uniqueBy: \.self) { "the file \(Place.quoted($0))" }
        let keyFiles = Reading<[String]>.list(1...8, of: .path, uniqueBy: \.self) { "the file \(Place.quoted($0))" }
        let sealing = Reading<Sealing>.mapping(SealingKeys.self) { (keys) throws(KioskError) in
            Sealing(
                reviewersKeyFiles: try keys.required(.reviewersKeys, keyFiles),
                payersKeyFiles: try keys.required(.payersKeys, keyFiles)
            )
        }
        let listen = try file.required(.listen, .mapping(ListenKeys.self))
        try self.init(
            mode: mode,
            listenHost: listen.required(
                .host,
                tls == nil ? .loopbackHost(otherwise: .configPlaintext) : .text(1...253)
            ),
            listenPort: listen.required(.port, .integer(in: 0...65_535)),
            stateDirectory: file.required(.stateDirectory, .path),
            programmeFiles: file.required(.programmes, paths),
            calendarFolder: file.optional(.calendars, .path) ?? file.sibling("calendars"),
            digestKeyFile: file.required(.digestKeyFile, .path),
            tls: tls,
            answerKeyFile: tls == nil ? file.optional(.answerKey, .path) : file.required(.answerKey, .path),
            controlSocket: file.optional(.control, .mapping(ControlKeys.self))?.optional(.socket, .socketPath),
            sealing: file.required(.sealing, sealing),
            signing: file.optional(.signing, signing),
            distribution: file.optional(
                .distribute,
                .mapping(DistributionSettings.Keys.self, DistributionSettings.init)
            ),
            rehearsalClock: rehearsal?.optional(.clock, .time),
            logLevel: file.optional(.logLevel, .choice(LogLevel.self)) ?? .notice
        )
    }
}
