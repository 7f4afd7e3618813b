package import Claims
import Glibc

/// A file that people carry, read piece by piece.
package final class BundleFile {
    /// What the file is read as: what is said when it cannot be.
    package enum Use: Sendable {
        case bundle
        case backup
        case amendment
        case proof
    }

    private static let chunk = 256 * 1_024

    private let path: String
    private let use: Use
    private let descriptor: CInt
    private var buffer = [UInt8](repeating: 0, count: chunk)

    /// Throws `bundle.unreadable`, or what `use` has for it.
    package init(_ path: String, as use: Use = .bundle) throws(KioskError) {
        self.path = path
        self.use = use
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw use.unreadable(path, errno) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            throw use.unreadable(path, EINVAL)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// At most 256 KiB; nil at the end. Throws as `init` does.
    package func next() throws(KioskError) -> ArraySlice<UInt8>? {
        while true {
            let count = Glibc.read(descriptor, &buffer, Self.chunk)
            let reason = errno
            if count > 0 { return buffer[..<count] }
            if count == 0 { return nil }
            if reason != EINTR { throw use.unreadable(path, reason) }
        }
    }

    /// Calls `each` with piece after piece. Throws as `init` does, and what `each` throws.
    package static func read(
        _ path: String,
        as use: Use = .bundle,
        _ each: (ArraySlice<UInt8>) throws -> Void
    ) throws {
        let file = try BundleFile(path, as: use)
        while let piece = try file.next() { try each(piece) }
    }
}

extension BundleFile.Use {
    fileprivate func unreadable(_ path: String, _ reason: CInt) -> KioskError {
        let (code, remedy): (KioskError.Code, String) =
            switch self {
            case .bundle: (.bundleUnreadable, "Check the path; is the stick in and mounted?")
            case .backup: (.backupUnreadable, "Check the path of the copy; nothing was restored.")
            case .amendment: (.amendmentUnreadable, "Check the path of the amendment; nothing was recorded.")
            case .proof: (.proofUnreadable, "Check the path of the proof.")
            }
        let why = reason == EINVAL ? "is no plain file" : String(cString: strerror(reason))
        return KioskError(code, "\(path): \(why)", remedy: remedy)
    }
}
