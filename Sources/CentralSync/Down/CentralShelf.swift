package import Claims
import CrashPoints
import DaemonSupport
import Dispatch
import Glibc
package import Sealing
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The central's files on this kiosk: `manifest` says which are in use, each lies beside it under its SHA-256.
///
/// A file comes in pieces into `<sha256>.part`, goes on where it ended after a cut, and gets its name when its hash is
/// right and it is on the disk. The manifest is replaced last: whatever ends the process in between, what was in use
/// stays whole. Blocks; not for a task's thread, see `CentralShelf+Update`.
package struct CentralShelf: Sendable {
    /// What the central said, and the header that it was asked again with.
    struct Kept: Sendable {
        var manifest: SyncManifest
        var tag: String?
    }

    /// Looks at files that came whole before they are used, and throws if they cannot be. May block.
    package typealias Admission = @Sendable (SyncManifest) throws(KioskError) -> Void

    /// Bytes.
    static let longestManifest = 256 << 10
    static let longestSetting: Int64 = 1 << 20
    static let longestRegistry: Int64 = 2 << 30
    static let mostItems = 256
    /// Bytes that stay free for claims.
    static let reserve: Int64 = 64 << 20

    package let path: String
    let key: VerificationKey

    /// Throws `central.file-refused` when the folder cannot be made.
    package init(path: String, key: VerificationKey) throws(KioskError) {
        self.path = path
        self.key = key
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Self.refused(path, String(cString: strerror(errno)))
        }
    }

    /// The files in use; nil when there are none, or not all of them are here as the central signed them. The registry's
    /// content is not hashed: it has a signature of its own.
    package func current() -> SyncManifest? { kept()?.manifest }

    /// The file that says which files are in use.
    package var list: String { "\(path)/manifest" }

    package func file(_ item: SyncManifest.Item) -> String { "\(path)/\(item.sha256)" }

    func kept() -> Kept? {
        guard let text = try? read("manifest", limit: Self.longestManifest + 4_096) else { return nil }
        // The signature, the tag, and the bytes that were signed.
        let lines = text.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, let signature = MessageSignature(String(decoding: lines[0], as: UTF8.self)),
            signature.isValid(for: .manifest, Array(lines[2]), by: key),
            let manifest = try? Self.parse(Array(lines[2])),
            manifest.items.allSatisfy({ has($0, hashed: $0.kind != .registry) })
        else { return nil }
        let tag = String(decoding: lines[1], as: UTF8.self)
        return Kept(manifest: manifest, tag: tag.isEmpty ? nil : tag)
    }

    /// What was signed, made the one in use. What it does not name stays until the next question: `sweep`.
    func keep(_ manifest: SyncManifest, signed body: [UInt8], _ signature: MessageSignature, tag: String?)
        throws(KioskError)
    {
        let head = Array("\(signature.text)\n\(tag ?? "")\n".utf8)
        do throws(DurableFile.Failure) {
            try DurableFile.write(head + body, to: "\(path)/manifest")
        } catch {
            throw Self.refused("manifest", String(cString: strerror(error.reason)))
        }
        CrashPoint.manifestKept.pass()
    }

    /// Deletes everything but these files and what came of them.
    ///
    /// Not before new files are in use: a name less changes the time by which `SnapshotPlacing` finds out at the start
    /// whether a person put the registry's snapshot where it is.
    func sweep(keeping items: [SyncManifest.Item]) {
        let wanted = Set(items.flatMap { [$0.sha256, "\($0.sha256).part"] }).union(["manifest"])
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where !wanted.contains(name) {
            unlink("\(path)/\(name)")
        }
        CrashPoint.manifestSwept.pass()
    }

    func has(_ item: SyncManifest.Item, hashed: Bool = true) -> Bool {
        var status = stat()
        guard stat(file(item), &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == item.bytes else {
            return false
        }
        return !hashed || ContentHash.sha256(ofFileAt: file(item)) == item.sha256
    }

    /// Bytes that came before; never more than the file has.
    func received(of item: SyncManifest.Item) -> Int64 {
        var status = stat()
        guard stat("\(file(item)).part", &status) == 0 else { return 0 }
        if status.st_size > item.bytes {
            unlink("\(file(item)).part")
            return 0
        }
        return Int64(status.st_size)
    }

    func append(_ piece: [UInt8], to item: SyncManifest.Item) throws(KioskError) {
        let descriptor = open("\(file(item)).part", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.refused(item.name, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var written = 0
        while written < piece.count {
            let count = piece.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), piece.count - written)
            }
            let reason = errno
            if count < 0, reason == EINTR { continue }
            guard count > 0 else { throw Self.refused(item.name, String(cString: strerror(reason))) }
            written += count
        }
        CrashPoint.centralFileReceived.pass()
    }

    /// Gives the file its name once it is what the manifest says. One that is not is deleted: it begins anew.
    func finish(_ item: SyncManifest.Item) throws(KioskError) {
        let part = "\(file(item)).part"
        if item.bytes == 0 { try append([], to: item) }
        guard ContentHash.sha256(ofFileAt: part) == item.sha256 else {
            unlink(part)
            throw Self.refused(item.name, "its hash is another one than the central signed")
        }
        do throws(DurableFile.Failure) {
            try DurableFile.move(part, to: file(item))
        } catch {
            throw Self.refused(item.name, String(cString: strerror(error.reason)))
        }
        CrashPoint.centralFilePlaced.pass()
    }

    /// Throws when the file would take the room that claims need.
    func makeSure(ofRoomFor item: SyncManifest.Item) throws(KioskError) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return }
        let free = Int64(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
        )
        guard free >= item.bytes - received(of: item) + Self.reserve else {
            throw Self.refused(item.name, "the disk has \(free) bytes free, the file has \(item.bytes)")
        }
    }

    package static func parse(_ body: [UInt8]) throws(KioskError) -> SyncManifest {
        guard body.count <= longestManifest,
            let manifest = try? JSONDecoder().decode(SyncManifest.self, from: Data(body)),
            manifest.items.count <= mostItems
        else { throw CentralQueries.notUnderstood("its list of files is not one") }
        for item in manifest.items {
            let longest = item.kind == .registry ? longestRegistry : longestSetting
            guard (0...longest).contains(item.bytes), isName(item.name), isHash(item.sha256) else {
                throw refused(isName(item.name) ? item.name : "a file", "size, name or hash are out of bounds")
            }
        }
        return manifest
    }

    static func refused(_ name: String, _ why: String) -> KioskError {
        KioskError(
            .centralFile,
            "the central's file \(name) is not used: \(why)",
            remedy: "The old one stays in use. Tell the central's operator, or make room on the kiosk's disk."
        )
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy("abcdefghijklmnopqrstuvwxyz0123456789-.".utf8.contains)
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }

    private func read(_ name: String, limit: Int) throws -> [UInt8] {
        var status = stat()
        guard stat("\(path)/\(name)", &status) == 0, status.st_size <= limit else { return [] }
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }
}
