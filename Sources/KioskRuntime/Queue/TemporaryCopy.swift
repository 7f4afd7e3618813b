import Bundles
import Claims
import Glibc
import Sealing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The store's copy while it is handed out: a whole store, so it has a name only while SQLite writes it. What a kill in
/// that time leaves is removed at the next start, and when the programme ends.
final class TemporaryCopy: Sendable {
    private static let prefix = "copy.part"

    /// While it is written. SQLite fills a file that is there and empty, and keeps its mode. It follows links by their
    /// text, so it cannot be given the file without its name.
    let draft: String
    private let descriptor: CInt

    /// Throws `store.disk-full` or `store.failed`.
    init(in folder: String) throws(KioskError) {
        var template = Array("\(folder)/\(Self.prefix)-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        let reason = errno
        draft = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else {
            throw KioskError(
                reason == ENOSPC ? .storeDiskFull : .storeFailed,
                "the copy in \(folder) cannot be made: \(String(cString: strerror(reason)))",
                remedy: "Look at the state folder's disk and owner. The store is as it was."
            )
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        hide()
        if descriptor >= 0 { close(descriptor) }
    }

    /// Takes the name away; the file goes with this object, and with the process.
    func hide() { unlink(draft) }

    /// Opens the file again, from its first byte, with or without a name.
    var path: String { "/proc/self/fd/\(descriptor)" }

    func measure() throws -> (bytes: Int64, sha256: String) {
        var hash = ContentHasher()
        var bytes: Int64 = 0
        try BundleFile.read(path) { piece in
            hash.add(piece)
            bytes += Int64(piece.count)
        }
        return (bytes, hash.text)
    }

    /// Of this process and of those before it: a copy that is being written loses its name, and comes to nothing.
    static func removeLeftovers(in folder: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) { unlink("\(folder)/\(name)") }
    }
}
