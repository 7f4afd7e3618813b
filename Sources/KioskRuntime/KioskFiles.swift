import Claims
import Sealing
import Settings

/// Everything the settings name and the daemon reads before it opens anything.
struct KioskFiles: Sendable {
    let programme: Programme
    let digestKey: DigestKey
    let registry: RehearsalRegistry?

    /// Throws the `config.*` and `key.*` codes.
    init(_ settings: KioskSettings) throws(KioskError) {
        programme = try ProgrammeFile.load(settings.programmeFile)
        digestKey = try DigestKey(fileAt: settings.digestKeyFile)
        if let file = settings.registryFile {
            registry = try RehearsalRegistryFile.load(file)
        } else {
            registry = nil
        }
    }
}
