import Logging
import Settings
import VehicleRegistry

extension KioskAssembly {
    /// Nil when the kiosk has no registry to ask.
    static func registryWatch(
        _ settings: KioskSettings,
        _ files: KioskFiles,
        _ logger: Logger
    ) -> RegistryWatch? {
        guard let registry = settings.registry, let key = files.registryKey else { return nil }
        return RegistryWatch(
            path: registry.snapshot,
            key: key,
            digestKey: files.digestKey,
            rehearsal: settings.mode.isRehearsal
        ) { change in
            switch change {
            case .opened(let header):
                logger.notice(
                    "registry opened",
                    metadata: ["version": "\(header.version)", "asOf": "\(header.asOf)", "plates": "\(header.count)"]
                )
            case .refused(let error): logger.error("registry not used", metadata: ["error": "\(error)"])
            }
        }
    }
}
