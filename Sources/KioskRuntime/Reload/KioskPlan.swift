import CentralSync
import Claims
import Settings
import WireAPI

/// What a kiosk is built from: its settings, the files they name, and the newer ones that the central gave.
struct KioskPlan: Sendable {
    let settings: KioskSettings
    let settingsFile: String
    let files: KioskFiles
    let shelf: CentralShelf
    /// Of the central, in use; nil while there are none.
    let manifest: SyncManifestFiles?
    /// Why the central's files are not used although there are some.
    let problem: KioskError?

    /// From the settings' file. Central files that cannot be used are left aside, and `problem` says why: the kiosk goes
    /// on with the files that its settings name.
    ///
    /// Throws what `KioskSettings.load` and `KioskFiles.init` throw.
    init(settingsFile: String) throws(KioskError) {
        let settings = try KioskSettings.load(settingsFile)
        let shelf = try CentralShelf(
            path: "\(settings.stateDirectory)/central",
            key: try KioskFiles.centralKey(settings)
        )
        self.settings = settings
        self.settingsFile = settingsFile
        self.shelf = shelf
        guard let manifest = shelf.current() else {
            files = try KioskFiles(settings)
            self.manifest = nil
            problem = nil
            return
        }
        let central = SyncManifestFiles(manifest, on: shelf)
        do throws(KioskError) {
            files = try KioskFiles(settings, central)
            self.manifest = central
            problem = nil
        } catch {
            files = try KioskFiles(settings)
            self.manifest = nil
            problem = error
        }
    }
}
