package import Claims
import GRDB
import Glibc

/// What SQLite and the kernel say, as errors a technician can act on.
extension StoreFile {
    /// From anything that a database access threw. A `KioskError` passes through.
    ///
    /// Source of the codes: sqlite.org/rescode.html. The cause keeps SQLite's code and message, not the statement.
    package func failure(_ error: any Error) -> KioskError {
        if let error = error as? KioskError { return error }
        guard let error = error as? DatabaseError else {
            return KioskError(
                .storeFailed,
                "an operation on the \(noun) \(path) failed",
                remedy: "Report this with the journal of \(program).",
                cause: error
            )
        }
        let cause = DatabaseError(resultCode: error.extendedResultCode, message: error.message)
        switch error.resultCode {
        case .SQLITE_FULL: return full(cause: cause)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return damaged("SQLite cannot read it", cause: cause)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return busy(cause: cause)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_IOERR:
            // A full disk shows in many ways: a journal that cannot be made, shared memory that cannot grow.
            if let free = freeBytes, free < 65_536 { return full(cause: cause) }
            return error.resultCode == .SQLITE_IOERR ? failed(cause: cause) : readOnly(cause: cause)
        default: return failed(cause: cause)
        }
    }

    /// From an `errno`; `what` completes "… of the store failed".
    func failure(_ code: Int32, doing what: String) -> KioskError {
        let cause = SystemCause(code: code)
        switch code {
        case EROFS, EACCES, EPERM: return readOnly(cause: cause)
        case ENOSPC, EDQUOT: return full(cause: cause)
        default:
            return KioskError(
                .storeOpen,
                "\(what) of the \(noun) \(path) failed",
                remedy: "Check the folder: it must exist, on a local disk, owned by the user that \(program) runs as.",
                cause: cause
            )
        }
    }

    package func damaged(_ why: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeDamaged,
            "the \(noun) \(path) is damaged: \(why)",
            remedy: "The file was left as it is. Copy it and its -wal file away, then restore the last backup. "
                + advice.whenDamaged,
            cause: cause
        )
    }

    /// There was a store, and now there is none.
    func gone() -> KioskError {
        KioskError(
            .storeDamaged,
            "the \(noun) \(path) is gone",
            remedy: "Put the file back (is its disk mounted?) or restore the last backup. \(advice.whenDamaged) If "
                + "\(program) is really to begin anew, remove \(path).lock as well, and the link if the path is one."
        )
    }

    package func full(cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeDiskFull,
            "no space is left for the \(noun) \(path); nothing was recorded",
            remedy: "Free space on its disk (journal, old backups), then go on. \(advice.whenFull)",
            cause: cause
        )
    }

    package func wrongOwner(_ why: String) -> KioskError {
        KioskError(
            .storeWrongMode,
            "the \(noun) \(path) \(why)",
            remedy: "Correct the settings, or give each kiosk and each mode (rehearsal, production) a state folder of "
                + "its own."
        )
    }

    func newer() -> KioskError {
        KioskError(
            .storeNewer,
            "the \(noun) \(path) was made by a newer version of \(program)",
            remedy: "Install that version again, or restore a backup made with this one."
        )
    }

    func locked() -> KioskError {
        KioskError(
            .storeBusy,
            "the \(noun) \(path) is in use by another process",
            remedy: "Stop the other \(program) first; a \(noun) has one process."
        )
    }

    private func readOnly(cause: any Error) -> KioskError {
        KioskError(
            .storeReadOnly,
            "the \(noun) \(path) cannot be written",
            remedy: "Check owner and mode of the file and its folder, and whether the disk is mounted read-only.",
            cause: cause
        )
    }

    private func busy(cause: any Error) -> KioskError {
        KioskError(
            .storeBusy,
            "another program holds the \(noun) \(path)",
            remedy: "Close the program that has the file open: nothing but \(program) may open it.",
            cause: cause
        )
    }

    private func failed(cause: any Error) -> KioskError {
        KioskError(
            .storeFailed,
            "an operation on the \(noun) \(path) failed; it was undone",
            remedy: "Look at the kernel's messages about the disk; report this if they show nothing.",
            cause: cause
        )
    }
}

/// An `errno` as an error with the kernel's words.
private struct SystemCause: Error, CustomStringConvertible {
    let code: Int32

    var description: String { String(cString: strerror(code)) }
}
