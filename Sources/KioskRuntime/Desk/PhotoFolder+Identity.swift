import Claims
import DaemonSupport
import Glibc
import Outbox

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Which folder it is. `photos/` may be a disk of its own, and where that is not mounted lies an empty folder: nothing must
// be written into it, and no photo counts as gone because it is not there. So the folder has an id in a file, and the
// store knows it.
extension PhotoFolder {
    /// The file that holds the folder's id.
    static let idFile = "folder-id"
    /// A file that a person makes to say that this is the folder from now on.
    static let word = "adopt"

    /// Takes the folder's id from the store. A folder of which the store knows nothing yet is taken for the right one: in a
    /// new store, after a restore, and when a photo in it is known, or none waits. So is any with a person's word in it.
    ///
    /// Throws `store.*`.
    func recognise(in store: ClaimStore) async throws(KioskError) {
        let known = try await store.photoFolder()
        let isSaid = access(file(Self.word), F_OK) == 0
        var isRight = isSaid
        if !isSaid, known == nil { isRight = try await isAdoptable(in: store) }
        guard isRight else { return expect(known ?? "") }
        let found = isSaid ? nil : foundID
        let own = found ?? UUID().uuidString
        do throws(DurableFile.Failure) {
            if found == nil { try DurableFile.write(Array("\(own)\n".utf8), to: file(Self.idFile)) }
            noteIDRefusal(nil)
        } catch {
            // On a full disk it stays as it was, one without an id works: the next start tries again.
            noteIDRefusal(error.reason)
            if let known { expect(known) }
            return
        }
        try await store.keep(photoFolder: own)
        unlink(file(Self.word))
        expect(own)
    }

    private func isAdoptable(in store: ClaimStore) async throws(KioskError) -> Bool {
        let photos = try await store.attachmentSummary()
        if try await store.isUnconfirmed() || photos.waiting + photos.needsPerson == 0 { return true }
        for name in names where try await store.hasAttachment(name) { return true }
        return false
    }

    /// Why the photos are not there: this is another folder than the store's, most likely the place at which a disk is to
    /// be mounted. Nil when they are. Looks at the disk each time: a disk may come and go.
    var problem: KioskError? {
        guard let expected, foundID != expected else { return nil }
        if let reason = idRefusal {
            return KioskError(
                .photosNotMounted,
                "\(path) did not become the folder with this kiosk's photos: \(file(Self.idFile)) could not be written: "
                    + String(cString: strerror(reason)),
                remedy: "As root: chown kioskd: \(path), or free space there; then systemctl restart kioskd."
            )
        }
        return KioskError(
            .photosNotMounted,
            "\(path) is not the folder with this kiosk's photos",
            remedy:
                "Mount the disk of the photos there; if it is, restart kioskd. Nothing is lost by waiting. Only if that disk "
                + "is gone for good, as root: touch \(file(Self.word)); systemctl restart kioskd."
        )
    }

    private var foundID: String? {
        FileManager.default.contents(atPath: file(Self.idFile)).flatMap { bytes in
            let text = String(decoding: bytes.prefix(64), as: UTF8.self).filter { !$0.isWhitespace }
            return text.isEmpty ? nil : text
        }
    }
}
