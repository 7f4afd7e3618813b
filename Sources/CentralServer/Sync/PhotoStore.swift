package import Claims
import CrashPoints
import Dispatch
import Glibc
import Sealing
import WireAPI

/// Sealed photos of papers, as kiosks send them, in a folder of the central.
///
/// A photo grows as `<kiosk>/<hash>.part`, piece by piece, each on the disk before it is confirmed. Whole, it is opened once
/// and compared with the hash that its claim names; then it gets the name `<kiosk>/<hash>` and stays sealed. Each kiosk has
/// a folder of its own, so that none can spoil what another is sending.
package final class PhotoStore: Sendable {
    /// Makes a sealed photo readable; throws when it was not sealed for this central or is damaged.
    package typealias Opener = @Sendable (_ sealed: [UInt8], _ sha256: String) throws -> [UInt8]

    /// Bytes of one sealed photo, and of one piece.
    static let limits = (photo: Int64(SealedPhoto.longestFile), piece: 256 * 1_024)

    /// A photo that a kiosk's claim names.
    struct Photo: Sendable {
        let kiosk: KioskID
        /// Of the photo itself, 64 hexadecimal digits.
        let sha256: String
        let claim: ClaimID
    }

    /// A piece of a photo, and where it belongs.
    struct Piece: Sendable {
        let bytes: [UInt8]
        let offset: Int64
        /// Of the whole.
        let length: Int64
    }

    private let folder: String
    private let open: Opener
    private let queue = DispatchQueue(label: "recycling-kiosk.photos")

    /// Makes the folder if it is not there. Throws `store.failed`, `store.disk-full` or `store.read-only`.
    package init(folder: String, open: @escaping Opener) throws(KioskError) {
        self.folder = folder
        self.open = open
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failed(folder, errno) }
    }

    /// The last piece may have been written, and the process ended before the whole was looked at: then it is now.
    func progress(of photo: Photo) async throws(KioskError) -> PhotoProgress {
        try await onQueue { () throws(KioskError) in
            let state = try self.state(photo)
            guard !state.complete, state.received > 0, try self.isWhole(photo) else { return state }
            try self.place(photo)
            return try self.state(photo)
        }
    }

    /// Throws `photo.offset`, `photo.too-large`, `photo.not-as-claimed` (then it begins anew) and the `store.*` codes.
    func add(_ piece: Piece, to photo: Photo) async throws(KioskError) -> PhotoProgress {
        try await onQueue { () throws(KioskError) in
            let state = try self.state(photo)
            if state.complete { return state }
            guard piece.length <= Self.limits.photo else {
                throw KioskError(
                    .photoTooLarge,
                    "A photo of \(piece.length) bytes is larger than \(Self.limits.photo).",
                    remedy: "Report this: the kiosk takes no photos of this size."
                )
            }
            guard piece.offset == state.received, piece.offset + Int64(piece.bytes.count) <= piece.length else {
                throw KioskError(
                    .photoOffset,
                    "\(state.received) bytes of this photo are here.",
                    remedy: "Nothing was changed. Go on from there."
                )
            }
            try self.append(piece, to: photo)
            CrashPoint.photoWritten.pass()
            let received = state.received + Int64(piece.bytes.count)
            guard received == piece.length else { return PhotoProgress(received: received, complete: false) }
            try self.finish(photo)
            return try self.state(photo)
        }
    }

    private func state(_ photo: Photo) throws(KioskError) -> PhotoProgress {
        if let bytes = try size(path(photo)) { return PhotoProgress(received: bytes, complete: true) }
        return PhotoProgress(received: try size(draft(photo)) ?? 0, complete: false)
    }

    private func append(_ piece: Piece, to photo: Photo) throws(KioskError) {
        try makeFolder(of: photo.kiosk)
        let path = draft(photo)
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failed(path, errno) }
        defer { close(descriptor) }
        var written = 0
        while written < piece.bytes.count {
            let count = piece.bytes.withUnsafeBytes {
                pwrite(
                    descriptor,
                    $0.baseAddress?.advanced(by: written),
                    piece.bytes.count - written,
                    off_t(piece.offset) + off_t(written)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = errno
                // A half piece would be taken for bytes that were confirmed.
                ftruncate(descriptor, off_t(piece.offset))
                throw Self.failed(path, reason)
            }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw Self.failed(path, errno) }
        if piece.offset == 0 { try sync("\(folder)/\(photo.kiosk)") }
    }

    private func makeFolder(of kiosk: KioskID) throws(KioskError) {
        let path = "\(folder)/\(kiosk)"
        guard mkdir(path, 0o700) != 0 else { return try sync(folder) }
        let reason = errno
        guard reason == EEXIST else { throw Self.failed(path, reason) }
    }

    private func finish(_ photo: Photo) throws(KioskError) {
        guard try isWhole(photo) else {
            unlink(draft(photo))
            throw KioskError(
                .photoNotAsClaimed,
                "The photo of claim \(photo.claim) cannot be opened, or is not the one that the claim names.",
                remedy: "It was not kept. The kiosk may send it again; if that fails, take the paper's photo anew."
            )
        }
        try place(photo)
    }

    /// Whether what is here opens, and is the photo of that name.
    private func isWhole(_ photo: Photo) throws(KioskError) -> Bool {
        let path = draft(photo)
        do throws(FileProblem) {
            let sealed = try OpenFile(path, stamp: FileStamp(path: path)).whole()
            guard let opened = try? open(sealed, photo.sha256) else { return false }
            return ContentHash.sha256(of: opened) == photo.sha256
        } catch {
            throw KioskError(.storeFailed, "\(path): \(error.why)", remedy: Self.remedy)
        }
    }

    private func place(_ photo: Photo) throws(KioskError) {
        guard rename(draft(photo), path(photo)) == 0 else { throw Self.failed(draft(photo), errno) }
        CrashPoint.photoPlaced.pass()
        try sync("\(folder)/\(photo.kiosk)")
    }

    private func path(_ photo: Photo) -> String { "\(folder)/\(photo.kiosk)/\(photo.sha256)" }

    private func draft(_ photo: Photo) -> String { path(photo) + ".part" }

    private func size(_ path: String) throws(KioskError) -> Int64? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let reason = errno
            if reason == ENOENT { return nil }
            throw Self.failed(path, reason)
        }
        return Int64(status.st_size)
    }

    private func sync(_ folder: String) throws(KioskError) {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failed(folder, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failed(folder, errno) }
    }

    private static let remedy =
        "Nothing was confirmed; the kiosk sends it again. Look at the disk and the folder's owner."

    private static func failed(_ path: String, _ reason: CInt) -> KioskError {
        let code: KioskError.Code =
            switch reason {
            case ENOSPC, EDQUOT: .storeDiskFull
            case EROFS: .storeReadOnly
            default: .storeFailed
            }
        return KioskError(code, "\(path): \(String(cString: strerror(reason)))", remedy: remedy)
    }

    private func onQueue<Value: Sendable>(
        _ body: @escaping @Sendable () throws(KioskError) -> Value
    ) async throws(KioskError) -> Value {
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Value, KioskError>, Never>) in
            queue.async { done.resume(returning: Result { () throws(KioskError) in try body() }) }
        }
        return try result.get()
    }
}
