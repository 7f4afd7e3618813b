import Bundles
import Claims
import DaemonSupport
import Glibc
import Outbox
import Sealing
import Settings

/// Puts a copy of the store in the place where none is: on a new machine, or after the old store was lost.
///
/// The daemon is kept out meanwhile. The copy is verified beside its place, to its last page and link, and moved there
/// only then. Root does it as the state folder's owner: the daemon's user, who is to have it.
struct StoreRestore {
    let settings: KioskSettings

    private var place: String { "\(settings.stateDirectory)/\(ClaimStore.fileName)" }
    private var draft: String { place + ".restoring" }

    /// Throws `daemon.already-running`, `backup.*` and `store.*`; then nothing was put in place.
    func restore(_ path: String, at time: Timestamp, by user: String) async throws -> BackupHeader {
        // Perhaps only root may read it.
        let file = try BundleFile(path, as: .backup)
        let owner: FolderOwner
        do throws(DurableFile.Failure) { owner = try FolderOwner(of: settings.stateDirectory) } catch {
            throw error.reason == ENOENT ? noFolder : failure(error.reason)
        }
        defer { owner.leave() }
        let lock = try ProcessLock(folder: settings.stateDirectory, name: "kioskd")
        defer { withExtendedLifetime(lock) {} }
        for suffix in ["", "-wal"] where access(place + suffix, F_OK) == 0 {
            throw KioskError(
                .backupStoreThere,
                "a store is at \(place)\(suffix) already",
                remedy: "Move it away with its -wal and .lock files first, if the copy is really to take its place."
            )
        }
        clear()
        defer { clear() }
        let header = try unpack(file)
        try await verify(header, at: time, by: user)
        try checkJournal()
        try takePlace()
        return header
    }

    private func unpack(_ file: BundleFile) throws -> BackupHeader {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var copy = BackupFile()
        while let piece = try file.next() {
            var rest = try copy.take(piece)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                let reason = errno
                guard count > 0 || reason == EINTR else { throw failure(reason) }
                rest = rest.dropFirst(max(0, count))
            }
        }
        let header = try copy.finish()
        guard fsync(descriptor) == 0 else { throw failure(errno) }
        return header
    }

    private func verify(_ header: BackupHeader, at time: Timestamp, by user: String) async throws {
        let store = try ClaimStore.open(
            at: draft,
            mode: settings.mode.isRehearsal ? .rehearsal : .production,
            kiosk: settings.kioskID,
            hash: { ChainHash.claim($0) }
        )
        do {
            try await store.checkWhole()
            let extent = try await store.extent()
            guard extent.lastSequence == header.lastSequence, extent.lastHash == header.lastHash else {
                throw BackupFile.damaged("its chain ends otherwise than it says")
            }
            try await store.audit(
                AuditEntry(
                    at: time,
                    actor: user,
                    role: "administrator",
                    via: "socket",
                    action: "store.restore",
                    detail: "a copy of \(header.createdAt), up to claim \(header.lastSequence)"
                )
            )
            try await store.forgetPhotoFolder()
            // What was recorded after the copy is at the central: no number is given until that is known.
            try await store.markRestored(at: time)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// On a full disk closing leaves the journal as it is, and with it the note that the copy may be old.
    private func checkJournal() throws {
        var journal = stat()
        guard stat(draft + "-wal", &journal) == 0, journal.st_size > 0 else { return }
        throw KioskError(
            .storeFailed,
            "the journal \(draft)-wal could not be written into the copy",
            remedy: "See that the disk has room. Nothing was restored."
        )
    }

    private func takePlace() throws {
        guard rename(draft, place) == 0 else { throw failure(errno) }
        let descriptor = open(settings.stateDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private func clear() { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(draft + suffix) } }

    private var noFolder: KioskError {
        KioskError(
            .storeOpen,
            "the state folder \(settings.stateDirectory) is not there",
            remedy: "Make it, as root: install -d -m 0700 -o kioskd -g kioskd \(settings.stateDirectory). "
                + "Then restore again; nothing was restored."
        )
    }

    private func failure(_ reason: CInt) -> KioskError {
        KioskError(
            reason == ENOSPC ? .storeDiskFull : .storeOpen,
            "\(draft): \(String(cString: strerror(reason)))",
            remedy: "Run it as root or as the daemon's user; see that the disk has room. Nothing was restored."
        )
    }
}
