import CentralSync
import Logging
import Settings
import VehicleRegistry

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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

    /// A program that is installed beside this one.
    static func besides(_ program: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/usr/bin/kioskd"
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/\(program)"
    }

    /// The server library's own lines are for its developers.
    static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

extension BackOff.Policy {
    init(_ settings: CentralLinkSettings.BackOff) {
        self.init(first: settings.first, longest: settings.longest)
    }
}
