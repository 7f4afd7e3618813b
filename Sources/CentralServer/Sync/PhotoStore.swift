package import Claims
import CrashPoints
import Dispatch
import Glibc
import Sealing
import WireAPI

/// Sealed photos of papers, as kiosks send them, in a folder of the central.
///
/// A photo grows as `<hash>.part`, piece by piece, each on the disk before it is confirmed. Whole, it is opened once and
/// compared with the hash that its claim names; then it gets the name `<hash>` and stays sealed.
package final class PhotoStore: Sendable {
    /// Makes a sealed photo readable; throws when it was not sealed for this central or is damaged.
    package typealias Opener = @Sendable (_ sealed: [UInt8], _ sha256: String) throws -> [UInt8]

    /// Bytes of one sealed photo, and of one piece.
    static let limits = (photo: Int64(SealedPhoto.longestFile), piece: 256 * 1_024)

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

    /// `sha256` is that of the photo itself, 64 hexadecimal digits.
    ///
    /// The last piece may have been written, and the process ended before the whole was looked at: then it is now.
    func progress(of sha256: String) async throws(KioskError) -> PhotoProgress {
        try await onQueue { () throws(KioskError) in
            let state = try self.state(sha256)
            guard !state.complete, state.received > 0, try self.isWhole(sha256) else { return state }
            try self.place(sha256)
            return try self.state(sha256)
        }
    }

    /// Throws `photo.offset`, `photo.too-large`, `photo.not-as-claimed` (then it begins anew) and the `store.*` codes.
    func add(_ piece: Piece, to sha256: String, of claim: ClaimID) async throws(KioskError) -> PhotoProgress {
        try await onQueue { () throws(KioskError) in
            let state = try self.state(sha256)
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
            try self.append(piece, to: sha256)
            CrashPoint.photoWritten.pass()
            let received = state.received + Int64(piece.bytes.count)
            guard received == piece.length else { return PhotoProgress(received: received, complete: false) }
            try self.finish(sha256, claim)
            return try self.state(sha256)
        }
    }

    private func state(_ sha256: String) throws(KioskError) -> PhotoProgress {
        if let bytes = try size(path(sha256)) { return PhotoProgress(received: bytes, complete: true) }
        return PhotoProgress(received: try size(draft(sha256)) ?? 0, complete: false)
    }

    private func append(_ piece: Piece, to sha256: String) throws(KioskError) {
        let path = draft(sha256)
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
        if piece.offset == 0 { try syncFolder() }
    }

    private func finish(_ sha256: String, _ claim: ClaimID) throws(KioskError) {
        guard try isWhole(sha256) else {
            unlink(draft(sha256))
            throw KioskError(
                .photoNotAsClaimed,
                "The photo of claim \(claim) cannot be opened, or is not the one that the claim names.",
                remedy: "It was not kept. The kiosk may send it again; if that fails, take the paper's photo anew."
            )
        }
        try place(sha256)
    }

    /// Whether what is here opens, and is the photo of that name.
    private func isWhole(_ sha256: String) throws(KioskError) -> Bool {
        let path = draft(sha256)
        do throws(FileProblem) {
            let sealed = try OpenFile(path, stamp: FileStamp(path: path)).whole()
            guard let opened = try? open(sealed, sha256) else { return false }
            return ContentHash.sha256(of: opened) == sha256
        } catch {
            throw KioskError(.storeFailed, "\(path): \(error.why)", remedy: Self.remedy)
        }
    }

    private func place(_ sha256: String) throws(KioskError) {
        let path = draft(sha256)
        guard rename(path, self.path(sha256)) == 0 else { throw Self.failed(path, errno) }
        CrashPoint.photoPlaced.pass()
        try syncFolder()
    }

    private func path(_ sha256: String) -> String { "\(folder)/\(sha256)" }

    private func draft(_ sha256: String) -> String { "\(folder)/\(sha256).part" }

    private func size(_ path: String) throws(KioskError) -> Int64? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let reason = errno
            if reason == ENOENT { return nil }
            throw Self.failed(path, reason)
        }
        return Int64(status.st_size)
    }

    private func syncFolder() throws(KioskError) {
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
