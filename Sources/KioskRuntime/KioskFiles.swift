import Claims
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
    let sealingKeys: SealingKeys
    /// Of who signs the registry's snapshots; nil when there is no registry.
    let registryKey: VerificationKey?
    let supervisors: SupervisorBook
    /// By language.
    let catalogues: [String: TextCatalogue]

    /// Of the page and of papers.
    static let languages = ["zh-CN", "bo", "en"]

    /// Throws the `config.*`, `key.*`, `sealing.*`, `texts.*` and `trust.*` codes.
    init(_ settings: KioskSettings) throws(KioskError) {
        // First: a kiosk that was not enrolled lacks other files too, and should be told the cause.
        trust =
            try settings.central.isEncrypted
            ? KioskTrust(TrustFolder(stateDirectory: settings.stateDirectory), kiosk: settings.kioskID) : nil
        programme = try ProgrammeFile.load(settings.programmeFile)
        point = try settings.point(in: programme)
        calendar = try CalendarFolder.load(settings.calendarFolder, ids: programme.calendars)
        digestKey = try DigestKey(fileAt: settings.digestKeyFile)
        sealingKeys = try SealingKeys(
            fileAt: settings.sealing.keysFile,
            signedBy: try VerificationKey(fileAt: settings.sealing.centralKeyFile),
            isRehearsal: settings.mode.isRehearsal
        )
        registryKey = try settings.registry.map { (registry) throws(KioskError) in
            try VerificationKey(fileAt: registry.publicKey)
        }
        supervisors = try SupervisorBook(
            try settings.supervisorsFile.map { (file) throws(KioskError) in try SupervisorsFile.load(file) } ?? []
        )
        let loaded = try TextCatalogue.load(Self.languages, share: settings.shareDirectory)
        catalogues = Dictionary(uniqueKeysWithValues: loaded.map { ($0.language, $0) })
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
