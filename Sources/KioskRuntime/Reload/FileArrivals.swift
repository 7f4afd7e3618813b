import CentralSync
import Claims
import Logging
import Sealing
import Settings
import Synchronization
import WireAPI

/// What is done with files that came from the central: looked at, the registry's snapshot put in its place, and a new
/// kiosk asked for when rules or keys are others.
final class FileArrivals: Sendable {
    private let plan: KioskPlan
    private let reload: KioskReload
    private let logger: Logger
    private let state = Mutex<KioskError?>(nil)

    init(_ plan: KioskPlan, _ reload: KioskReload, _ logger: Logger) {
        self.plan = plan
        self.reload = reload
        self.logger = logger
    }

    /// Why a snapshot is not where it belongs.
    var problem: KioskError? { state.withLock { $0 } }

    /// Whether a kiosk can be built from them, and seals to the same keys then or to newer ones: a list that was signed
    /// earlier could be put in the way once more. Blocks.
    ///
    /// Throws what `KioskFiles.init` throws, and `sealing.keys-older`.
    func admit(_ manifest: SyncManifest) throws(KioskError) {
        let next = try KioskFiles(plan.settings, SyncManifestFiles(manifest, on: plan.shelf)).sealingKeys
        // What is on the shelf, also before a kiosk was built from it.
        let known = plan.shelf.current().flatMap { SyncManifestFiles($0, on: plan.shelf).sealingKeys }
        let now = try KioskFiles.sealingKeys(plan.settings, plan.files.centralKey, newer: known)
        guard next == now || next.version > now.version else {
            throw KioskError(
                .sealingKeysOlder,
                "the central's list would take the sealing keys from version \(now.version) to \(next.version)"
                    + (next.version == now.version ? ", which are others" : ""),
                remedy:
                    "Nothing of the list is used. At the central offer the newest file again, or sign one with a higher "
                    + "version (kiosk-central key sign). If nobody changed it there, ask who is between it and the kiosk."
            )
        }
    }

    func take(_ manifest: SyncManifest) {
        let files = SyncManifestFiles(manifest, on: plan.shelf)
        place { (source, path) throws(KioskError) in try SnapshotPlacing.place(source, at: path) }
        if files.needsReload(from: plan.manifest) { reload.request() }
    }

    /// At the start: the last kiosk may have ended between the files' arrival and their use. Blocks.
    func placeSnapshot() {
        let list = plan.shelf.list
        place { (source, path) throws(KioskError) in
            try SnapshotPlacing.placeUnlessReplaced(source, at: path, list: list)
        }
    }

    private func place(_ put: (_ source: String, _ path: String) throws(KioskError) -> Void) {
        guard let registry = plan.settings.registry,
            let source = plan.shelf.current().flatMap({ SyncManifestFiles($0, on: plan.shelf).registry })
        else { return }
        do throws(KioskError) {
            try put(source, registry.snapshot)
            state.withLock { $0 = nil }
        } catch {
            logger.error("registry snapshot not placed", metadata: ["error": "\(error)"])
            state.withLock { $0 = error }
        }
    }
}
