import Claims
import Glibc
import Papers
import Sealing
import Settings
import Trust

/// Everything the settings name and the daemon reads before it opens anything.
struct KioskFiles: Sendable {
    /// What enrolment gave; nil in a rehearsal that reaches its central over plain HTTP on loopback.
    let trust: KioskTrust?
    let programme: Programme
    let point: Programme.Point
    let calendar: WorkingCalendar
    let digestKey: DigestKey
    /// What comes from the central is signed by it.
    let centralKey: VerificationKey
    let sealingKeys: SealingKeys
    /// Of who signs the registry's snapshots; nil when there is no registry.
    let registryKey: VerificationKey?
    let supervisors: SupervisorBook
    /// By language.
    let catalogues: [String: TextCatalogue]

    /// Of the page and of papers.
    static let languages = ["zh-CN", "bo", "en"]

    /// - Parameter central: files that the central gave; its rules are taken when the settings say so.
    ///
    /// Throws the `config.*`, `key.*`, `sealing.*`, `texts.*` and `trust.*` codes.
    init(_ settings: KioskSettings, _ central: SyncManifestFiles? = nil) throws(KioskError) {
        trust = try Self.trust(settings)
        let local = try ProgrammeFile.load(settings.programmeFile)
        let rules = settings.rulesFrom == .central ? central : nil
        programme = try rules.map { (rules) throws(KioskError) in try rules.programme(like: local) } ?? local
        point = try settings.point(in: programme)
        if let rules {
            calendar = try rules.calendars(beside: settings.calendarFolder).calendar(programme.calendars)
        } else {
            calendar = try CalendarFolder.load(settings.calendarFolder, ids: programme.calendars)
        }
        try Self.checkPlace(of: settings.digestKeyFile, besides: settings.stateDirectory)
        digestKey = try DigestKey(fileAt: settings.digestKeyFile)
        centralKey = try Self.centralKey(settings)
        sealingKeys = try Self.sealingKeys(settings, centralKey, newer: central?.sealingKeys)
        registryKey = try settings.registry.map { (registry) throws(KioskError) in
            try VerificationKey(fileAt: registry.publicKey)
        }
        supervisors = try SupervisorBook(
            try settings.supervisorsFile.map { (file) throws(KioskError) in try SupervisorsFile.load(file) } ?? []
        )
        let loaded = try TextCatalogue.load(Self.languages, share: settings.shareDirectory)
        catalogues = Dictionary(uniqueKeysWithValues: loaded.map { ($0.language, $0) })
    }

    /// Throws `trust.missing`, `trust.unreadable` and `trust.wrong-kiosk`.
    private static func trust(_ settings: KioskSettings) throws(KioskError) -> KioskTrust? {
        guard settings.central.isEncrypted else { return nil }
        return try KioskTrust(TrustFolder(stateDirectory: settings.stateDirectory), kiosk: settings.kioskID)
    }

    /// The key by which the central's messages are verified. Throws `key.unreadable`.
    static func centralKey(_ settings: KioskSettings) throws(KioskError) -> VerificationKey {
        // A kiosk that was not enrolled lacks this file too, and should be told the cause.
        _ = try trust(settings)
        return try VerificationKey(fileAt: settings.sealing.centralKeyFile)
    }

    /// Those with the higher version, of what enrolment gave and of what came from the central since.
    ///
    /// Throws `key.unreadable` and `sealing.keys-invalid`.
    static func sealingKeys(
        _ settings: KioskSettings,
        _ key: VerificationKey,
        newer path: String?
    ) throws(KioskError) -> SealingKeys {
        let isRehearsal = settings.mode.isRehearsal
        let own = try SealingKeys(fileAt: settings.sealing.keysFile, signedBy: key, isRehearsal: isRehearsal)
        guard let path else { return own }
        let newer = try SealingKeys(fileAt: path, signedBy: key, isRehearsal: isRehearsal)
        return newer.version > own.version ? newer : own
    }

    /// Throws `config.contradiction` for a digest key inside the state folder: who takes the disk would have it, and could
    /// try out identity numbers against the digests.
    private static func checkPlace(of key: String, besides folder: String) throws(KioskError) {
        guard let key = realpath(key, nil), let folder = realpath(folder, nil) else { return }
        defer {
            free(key)
            free(folder)
        }
        guard String(cString: key).hasPrefix("\(String(cString: folder))/") else { return }
        throw KioskError(
            .configContradiction,
            "digestKeyFile: the digest key \(String(cString: key)) lies inside the state folder, beside what it protects",
            remedy: "Let systemd hand it over (LoadCredential= in the unit), or keep it in another folder."
        )
    }

    /// What staff should know of the hour and the day.
    func openingWarnings(at time: Timestamp) -> [Warning] {
        let hours = ["hours": point.hours.description]
        return switch point.hours.state(at: time, calendar) {
        case .open: []
        case .closedDay: [Warning(.closedDay, hours)]
        case .outsideHours: [Warning(.outsideHours, hours)]
        }
    }
}
