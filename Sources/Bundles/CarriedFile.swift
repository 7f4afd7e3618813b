package import Claims
import Glibc

/// A file on a stick that is whole or not there: written under another name, synced, moved to its own, and everything
/// that the stick's file system still holds back is written out before `keep()` returns (rename(2), sync(2)).
///
/// It never takes the place of another: names hold a clock's time, and clocks are set back.
package final class CarriedFile {
    package let path: String
    private let draft: String
    private let folder: String
    private var descriptor: CInt

    /// - Parameters:
    ///   - space: bytes that the folder's disk must have free.
    ///   - again: what stands before the number of a name that is taken. A file that is named after another takes a mark of
    ///     its own here: with the same one it would be called like what belongs to another one's second.
    ///
    /// Throws `bundle.not-written` or `bundle.no-space`.
    package init(folder: String, name: String, space: Int64 = 0, again: String = "-") throws(KioskError) {
        let bare = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let name = try Self.freeName(name, in: bare, again)
        self.folder = bare
        path = "\(bare)/\(name)"
        draft = "\(bare)/.\(name).part"
        descriptor = -1
        if let free = Self.freeBytes(bare), free < space { throw Self.noSpace(bare, free: free, needed: space) }
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(draft, errno) }
    }

    /// Such as `20250310-094500`, for a name: of the RFC 3339 time that the file itself says, not of this machine's clock.
    package static func stamp(_ time: String) -> String {
        let digits = time.prefix(19).filter { $0.isASCII && $0.isNumber }
        return "\(digits.prefix(8))-\(digits.dropFirst(8))"
    }

    /// The name, or with `-2`, `-3` … before its endings: `kiosk-DQ01-20250310-094500-2.claims.kiosk`.
    private static func freeName(_ name: String, in folder: String, _ again: String) throws(KioskError) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        let endings = parts.suffix(min(2, parts.count - 1))
        let stem = parts.dropLast(endings.count).joined(separator: ".")
        for number in 1...999 {
            let free = ([number == 1 ? stem : "\(stem)\(again)\(number)"] + endings).joined(separator: ".")
            if access("\(folder)/\(free)", F_OK) != 0 { return free }
        }
        throw failure("\(folder)/\(name)", EEXIST)
    }

    /// Bytes that this user may still write on the folder's disk; nil when the system does not say.
    package static func freeBytes(_ folder: String) -> Int64? {
        var information = statvfs()
        guard statvfs(folder, &information) == 0 else { return nil }
        let (bytes, overflow) = Int64(clamping: information.f_bavail).multipliedReportingOverflow(
            by: Int64(clamping: information.f_frsize)
        )
        return overflow ? .max : bytes
    }

    package func write(_ bytes: some Sequence<UInt8>) throws(KioskError) {
        let whole = Array(bytes)
        var written = 0
        while written < whole.count {
            let count = whole.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), whole.count - written)
            }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw Self.failure(draft, reason) }
            written += count
        }
    }

    /// On the disk under its name when this returns.
    package func keep() throws(KioskError) {
        try Self.check(fsync(descriptor), path)
        try Self.check(rename(draft, path), path)
        close(descriptor)
        descriptor = -1
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        // Not every stick's file system can sync a folder: this waits for all that is held back.
        sync()
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(draft)
    }

    private static func check(_ result: CInt, _ path: String) throws(KioskError) {
        let reason = errno
        guard result >= 0 else { throw failure(path, reason) }
    }

    private static func failure(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            reason == ENOSPC ? .bundleNoSpace : .bundleNotWritten,
            "\(path) was not written: \(String(cString: strerror(reason)))",
            remedy: "Check the folder or stick: is it mounted, full, write-protected?"
        )
    }

    private static func noSpace(_ folder: String, free: Int64, needed: Int64) -> KioskError {
        KioskError(
            .bundleNoSpace,
            "\(folder) has \(free) bytes free, the file needs about \(needed)",
            remedy: "Free space there, or take another stick."
        )
    }
}
