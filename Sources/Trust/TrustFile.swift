package import Claims
import DaemonSupport
import Glibc

/// Small files of keys and certificates.
package enum TrustFile {
    /// Bytes; a certificate has less than one thousandth.
    private static let limit = 256 * 1_024

    /// Throws `trust.unreadable`.
    package static func bytes(at path: String) throws(KioskError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(descriptor, &piece, piece.count)
            let reason = errno
            if count == 0 { return bytes }
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw unreadable(path, String(cString: strerror(reason))) }
            bytes += piece.prefix(count)
            guard bytes.count <= limit else { throw unreadable(path, "is longer than \(limit) bytes") }
        }
    }

    /// Throws `trust.unreadable`.
    package static func text(at path: String) throws(KioskError) -> String {
        guard let text = String(validating: try bytes(at: path), as: UTF8.self) else {
            throw unreadable(path, "is no text")
        }
        return text
    }

    /// Durable, mode 0600 or, for what is no secret, 0644; what is there is replaced as a whole. Throws
    /// `trust.not-written`.
    package static func write(_ bytes: [UInt8], to path: String, isOpen: Bool = false) throws(KioskError) {
        do throws(DurableFile.Failure) {
            try DurableFile.write(bytes, to: path, isOpen: isOpen)
        } catch {
            throw notWritten(path, error.reason)
        }
    }

    /// Makes a file that was not there. Throws `trust.not-written` when one is.
    package static func make(_ text: String, at path: String, isOpen: Bool = false) throws(KioskError) {
        guard access(path, F_OK) != 0 else { throw notWritten(path, EEXIST) }
        try write(Array(text.utf8), to: path, isOpen: isOpen)
    }

    static func notWritten(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            .trustNotWritten,
            "\(path): \(String(cString: strerror(reason)))",
            remedy: reason == EEXIST
                ? "Choose another folder; a key or certificate is never written over."
                : "Check folder, owner and free space, then do the same again."
        )
    }

    static func unreadable(_ path: String, _ why: String) -> KioskError {
        KioskError(
            .trustUnreadable,
            "\(path): \(why)",
            remedy: """
                Let the daemon's user read it (owner and mode). A lost or wrong one: at a kiosk enrol anew, at the central \
                make it anew (docs/enrolment.md).
                """
        )
    }
}
