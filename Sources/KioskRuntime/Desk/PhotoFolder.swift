import Claims
import DaemonSupport
import Glibc
import Sealing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Photos of papers, each named by its SHA-256 and sealed as it arrives (`SealedPhoto`), on the disk before its name is
/// given out. This kiosk cannot look at them again.
///
/// A photo whose claim was never recorded is deleted at the next start: it is somebody's paper.
struct PhotoFolder: Sendable {
    let path: String
    private let sealer: Sealer

    /// Throws `store.failed` when the folder cannot be made.
    init(path: String, sealer: Sealer) throws(KioskError) {
        self.path = path
        self.sealer = sealer
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failed(path, errno) }
    }

    /// Throws `request.malformed` when it is no JPEG or PNG, and `store.failed`, `store.disk-full` or
    /// `internal.fault`.
    @discardableResult
    func keep(_ bytes: [UInt8]) throws(KioskError) -> String {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
            throw KioskError(.requestMalformed, "the photo is no JPEG or PNG", remedy: "take it again with the camera")
        }
        let name = SealedPhoto.name(of: bytes)
        guard !has(name) else { return name }
        let sealed = try sealer.file(of: bytes, named: name)
        let file = "\(path)/\(name)"
        do throws(DurableFile.Failure) {
            try DurableFile.write(sealed, to: file)
        } catch {
            throw Self.failed(file, error.reason)
        }
        return name
    }

    func has(_ name: String) -> Bool {
        name.utf8.count == 64 && name.utf8.allSatisfy("0123456789abcdef".utf8.contains)
            && access("\(path)/\(name)", F_OK) == 0
    }

    /// Where a photo lies.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Bytes on the disk; nil when it is not there.
    func bytes(of name: String) -> Int64? {
        var status = stat()
        guard has(name), stat(file(name), &status) == 0, status.st_size > 0 else { return nil }
        return Int64(status.st_size)
    }

    /// Of all files in the folder, half-written ones too.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

    func delete(_ name: String) { unlink("\(path)/\(name)") }

    private static func failed(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            reason == ENOSPC ? .storeDiskFull : .storeFailed,
            "\(path): \(String(cString: strerror(reason)))",
            remedy: "Make room on the disk, or look at its state; the photo was not kept."
        )
    }
}
