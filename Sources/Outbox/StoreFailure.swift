import Claims
import GRDB
import Glibc

/// Turns what SQLite and the kernel say into errors a technician can act on.
enum StoreFailure {
    /// From anything that a database access threw. A `KioskError` passes through.
    ///
    /// Source of the codes: sqlite.org/rescode.html. The cause keeps SQLite's code and message, not the statement.
    static func map(_ error: any Error, path: String) -> KioskError {
        if let error = error as? KioskError { return error }
        guard let error = error as? DatabaseError else {
            return KioskError(
                .storeFailed,
                "an operation on the store \(path) failed",
                remedy: "Report this with the journal of the daemon.",
                cause: error
            )
        }
        let cause = DatabaseError(resultCode: error.extendedResultCode, message: error.message)
        switch error.resultCode {
        case .SQLITE_FULL: return full(path, cause: cause)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return damaged(path, "SQLite cannot read it", cause: cause)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return busy(path, cause: cause)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_IOERR:
            // A full disk shows in many ways: a journal that cannot be made, shared memory that cannot grow.
            if let free = freeBytes(at: path), free < 65_536 { return full(path, cause: cause) }
            return error.resultCode == .SQLITE_IOERR ? failed(path, cause: cause) : readOnly(path, cause: cause)
        default: return failed(path, cause: cause)
        }
    }

    /// From an `errno`.
    static func system(_ code: Int32, doing what: String, path: String) -> KioskError {
        let cause = SystemCause(code: code)
        switch code {
        case EROFS, EACCES, EPERM: return readOnly(path, cause: cause)
        case ENOSPC, EDQUOT: return full(path, cause: cause)
        default:
            return KioskError(
                .storeOpen,
                "\(what) failed at \(path)",
                remedy: "Check the folder of the store: it must exist, on a local disk, owned by the daemon's user.",
                cause: cause
            )
        }
    }

    static func damaged(_ path: String, _ why: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeDamaged,
            "the store \(path) is damaged: \(why)",
            remedy: "The file was left as it is. Copy it and its -wal file away, then restore the last backup; "
                + "do not start on an empty store, claims that were not sent are in this one.",
            cause: cause
        )
    }

    static func full(_ path: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeDiskFull,
            "no space is left for the store \(path); nothing was recorded",
            remedy: "Free space on its disk (journal, old backups), then go on. Take no bike before that.",
            cause: cause
        )
    }

    static func wrongOwner(_ path: String, _ why: String) -> KioskError {
        KioskError(
            .storeWrongMode,
            "the store \(path) \(why)",
            remedy: "Give each kiosk and each mode (rehearsal, production) a state folder of its own."
        )
    }

    /// Bytes that an unprivileged process may still write; nil when the kernel does not say.
    static func freeBytes(at path: String) -> UInt64? {
        var information = statvfs()
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard statvfs(folder, &information) == 0 else { return nil }
        let (bytes, overflow) = UInt64(information.f_bavail).multipliedReportingOverflow(
            by: UInt64(information.f_frsize)
        )
        return overflow ? .max : bytes
    }

    private static func readOnly(_ path: String, cause: any Error) -> KioskError {
        KioskError(
            .storeReadOnly,
            "the store \(path) cannot be written",
            remedy: "Check owner and mode of the file and its folder, and whether the disk is mounted read-only.",
            cause: cause
        )
    }

    private static func busy(_ path: String, cause: any Error) -> KioskError {
        KioskError(
            .storeBusy,
            "another program holds the store \(path)",
            remedy: "Close the program that has the file open; ask the daemon instead of reading its database.",
            cause: cause
        )
    }

    private static func failed(_ path: String, cause: any Error) -> KioskError {
        KioskError(
            .storeFailed,
            "an operation on the store \(path) failed; it was undone",
            remedy: "Look at the kernel's messages about the disk; report this if they show nothing.",
            cause: cause
        )
    }
}

/// An `errno` as an error with the kernel's words.
struct SystemCause: Error, CustomStringConvertible {
    let code: Int32

    var description: String { String(cString: strerror(code)) }
}
