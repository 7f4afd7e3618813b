package import Claims
import Dispatch
package import Sealing
import Synchronization

/// Looks plates up in the snapshot at a path, and takes a new one when the file is replaced.
///
/// A new file is verified beside the look-ups, which go on in the old snapshot until the new one is found right. A bad
/// one is told once and the old one stays. Files are told apart by device, inode, size and time of change, compared
/// at each look-up: one stat(2), no timer, no watcher.
package final class RegistryWatch: Sendable {
    package enum Change: Sendable {
        case opened(SnapshotHeader)
        /// What is at the path cannot be used; the snapshot before it, if there is one, stays.
        case refused(KioskError)
    }

    private struct State {
        var snapshot: RegistrySnapshot?
        var problem: KioskError?
        /// What was last verified or refused; nil before the first time and for no file at all.
        var seen: FileIdentity?
        var isVerifying = false
    }

    package let path: String
    private let key: VerificationKey
    private let digestKey: DigestKey
    private let rehearsal: Bool
    private let report: @Sendable (Change) -> Void
    private let state = Mutex(State())
    /// Reads of the disk block: each has a queue, so that no task's thread waits and no look-up waits for verifying.
    private let lookUps = DispatchQueue(label: "registry.look-up")
    private let verifying = DispatchQueue(label: "registry.verify")

    /// Opens nothing yet: `refresh()` does, and so does the first look-up.
    ///
    /// - Parameter report: told of each change once, for the journal; not to block.
    package init(
        path: String,
        key: VerificationKey,
        digestKey: DigestKey,
        rehearsal: Bool,
        report: @escaping @Sendable (Change) -> Void = { _ in }
    ) {
        self.path = path
        self.key = key
        self.digestKey = digestKey
        self.rehearsal = rehearsal
        self.report = report
    }

    /// What look-ups use now; nil before the first refresh and while there has been no good file.
    package var current: RegistrySnapshot? { state.withLock { $0.snapshot } }

    /// Why what is at the path is not in use; nil when it is.
    package var problem: KioskError? { state.withLock { $0.problem } }

    /// Verifies what is at the path unless it is in use already, and waits for the outcome. What was refused is tried
    /// again.
    package func refresh() async { await verified(again: true) }

    /// The snapshot that was asked, and its record; the record is nil when the snapshot does not have the plate.
    ///
    /// Begins to verify a file that was replaced, and does not wait for it, except when there is no snapshot yet.
    ///
    /// Throws what `problem` holds when there is no snapshot, and what `RegistrySnapshot.lookUp` throws.
    package func lookUp(_ plate: Plate) async throws(KioskError) -> (
        snapshot: RegistrySnapshot, record: RegistryRecord?
    ) {
        try await lookUp { (snapshot) throws(KioskError) in try snapshot.lookUp(plate) }
    }

    /// The same by the digest that claims carry.
    package func lookUp(vehicle digest: String) async throws(KioskError) -> (
        snapshot: RegistrySnapshot, record: RegistryRecord?
    ) {
        try await lookUp { (snapshot) throws(KioskError) in try snapshot.lookUp(vehicle: digest) }
    }

    private func lookUp(
        _ find: @escaping @Sendable (RegistrySnapshot) throws(KioskError) -> RegistryRecord?
    ) async throws(KioskError) -> (snapshot: RegistrySnapshot, record: RegistryRecord?) {
        if current == nil { await verified(again: false) } else { verifyIfReplaced() }
        guard let snapshot = current else { throw problem ?? missing }
        let result: Result<RegistryRecord?, KioskError> = await withCheckedContinuation { continuation in
            lookUps.async {
                continuation.resume(returning: Result { () throws(KioskError) in try find(snapshot) })
            }
        }
        return (snapshot, try result.get())
    }

    private func verifyIfReplaced() {
        let found = FileIdentity(path: path)
        let begins = state.withLock { state in
            guard found != state.seen, !state.isVerifying else { return false }
            state.isVerifying = true
            return true
        }
        if begins { verifying.async { self.verify(again: false) } }
    }

    private func verified(again: Bool) async {
        await withCheckedContinuation { continuation in
            verifying.async {
                self.verify(again: again)
                continuation.resume()
            }
        }
    }

    /// On the queue for it only.
    private func verify(again: Bool) {
        let found = FileIdentity(path: path)
        let isNew = state.withLock { state in
            state.isVerifying = false
            let isFirst = state.snapshot == nil && state.problem == nil
            return found != state.seen || isFirst || (again && state.problem != nil)
        }
        guard isNew else { return }
        let change: Change
        do throws(KioskError) {
            let snapshot = try RegistrySnapshot.open(path, key: key, digestKey: digestKey, rehearsal: rehearsal)
            state.withLock { state in
                state.snapshot = snapshot
                state.problem = nil
                state.seen = snapshot.file.identity
            }
            change = .opened(snapshot.header)
        } catch {
            state.withLock { state in
                state.problem = error
                state.seen = found
            }
            change = .refused(error)
        }
        report(change)
    }

    private var missing: KioskError {
        KioskError(.registryUnreadable, "\(path) was not opened", remedy: "Copy a snapshot there.")
    }
}
