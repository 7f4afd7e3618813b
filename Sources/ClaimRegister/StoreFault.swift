import Claims
import GRDB

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns what SQLite and the file system say into errors that a technician can act on.
///
/// Source: sqlite.org/rescode.html; errno(3).
enum StoreFault {
    static func error(_ cause: any Error, at path: String) -> KioskError {
        if let known = cause as? KioskError { return known }
        guard let database = cause as? DatabaseError else {
            return KioskError(
                .storeFailed,
                "The claim register \(path) did not do what it was asked.",
                remedy: "Send the claim again; if this stays, look at the journal and restart kiosk-central.",
                cause: cause
            )
        }
        switch database.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return damaged(path, cause: cause)
        case .SQLITE_FULL:
            return KioskError(
                .storeDiskFull,
                "The disk that holds the claim register \(path) is full.",
                remedy: "Free space on that disk. Kiosks keep their claims and send them again by themselves.",
                cause: cause
            )
        case .SQLITE_READONLY: return readOnly(path, cause: cause)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return KioskError(
                .storeBusy,
                "Another process has the claim register \(path) locked.",
                remedy: "Close the other program: nothing but kiosk-central may open this file.",
                cause: cause
            )
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return KioskError(
                .storeOpen,
                "The claim register \(path) cannot be opened.",
                remedy: "Check that the state directory exists and belongs to the user that kiosk-central runs as.",
                cause: cause
            )
        default:
            return KioskError(
                .storeFailed,
                "The claim register \(path) failed.",
                remedy: "Check the disk (journalctl -k) and restart kiosk-central. Kiosks keep their claims meanwhile.",
                cause: cause
            )
        }
    }

    static func damaged(_ path: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeDamaged,
            "The claim register \(path) is damaged.",
            remedy: "Keep the file, put the last backup in its place and start again; kiosks send what is missing.",
            cause: cause
        )
    }

    static func readOnly(_ path: String, cause: (any Error)? = nil) -> KioskError {
        KioskError(
            .storeReadOnly,
            "The claim register \(path) cannot be written.",
            remedy: "Check owner and mode of the state directory and whether its disk is mounted read-only.",
            cause: cause
        )
    }

    /// For a failed call on a file beside or of the store.
    static func files(_ code: Int32, at path: String) -> KioskError {
        switch code {
        case ENOSPC, EDQUOT:
            return KioskError(
                .storeDiskFull,
                "No space to create \(path).",
                remedy: "Free space on that disk."
            )
        case EROFS: return readOnly(path)
        default:
            return KioskError(
                .storeOpen,
                "Cannot create or open \(path): \(String(cString: strerror(code))).",
                remedy: "Check that the state directory exists and belongs to the user that kiosk-central runs as."
            )
        }
    }
}
