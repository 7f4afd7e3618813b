import Bundles
import Claims
import DaemonSupport
import Glibc
import Sealing
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Photos of papers, each named by its SHA-256 and sealed as it arrives (`SealedPhoto`), on the disk before its name is
/// given out. This kiosk cannot look at them again.
///
/// A photo whose claim was never recorded is deleted: it is somebody's paper. But not before the visit in which it was
/// taken is surely over, so this folder remembers what it kept. It does not ask the files' times: the clock may be set.
final class PhotoFolder: Sendable {
    /// Bytes that stay free on the disk for claims, some hundreds of them.
    static let reserve: Int64 = 16 << 20
    /// No visit, and no correction, lasts so long after its photo.
    static let hold = Duration.seconds(7_200)

    let path: String
    private let sealer: Sealer
    /// When each photo that may still be named by a claim to come was kept. Photos are deleted with this in hand.
    private let held = Mutex<[String: ContinuousClock.Instant]>([:])
    /// The folder's id by the store's word, empty for none that fits; nil until the store was asked.
    private let id = Mutex<String?>(nil)
    /// Why the folder did not get an id, an errno value.
    private let refusal = Mutex<CInt?>(nil)

    /// Throws `store.failed` when the folder cannot be made.
    init(path: String, sealer: Sealer) throws(KioskError) {
        self.path = path
        self.sealer = sealer
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failed(path, errno) }
    }

    var expected: String? { id.withLock { $0 } }

    func expect(_ known: String) { id.withLock { $0 = known } }

    var idRefusal: CInt? { refusal.withLock { $0 } }

    func noteIDRefusal(_ reason: CInt?) { refusal.withLock { $0 = reason } }

    /// Throws `request.malformed` when it is no JPEG or PNG, `photos.not-mounted`, and `store.failed`, `store.disk-full` or
    /// `internal.fault`.
    ///
    /// - Parameter freeBytes: on the folder's disk, else as the system says.
    @discardableResult
    func keep(_ bytes: [UInt8], freeBytes: Int64? = nil, at instant: ContinuousClock.Instant = .now) throws(KioskError)
        -> String
    {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
            throw KioskError(.requestMalformed, "the photo is no JPEG or PNG", remedy: "take it again with the camera")
        }
        if let problem { throw problem }
        let name = SealedPhoto.name(of: bytes)
        // Before it is looked for: from now on nothing deletes it.
        holdOn(to: name, at: instant)
        guard !has(name) else { return name }
        if let free = freeBytes ?? CarriedFile.freeBytes(path), free < Int64(bytes.count) + Self.reserve {
            throw Self.failed(path, ENOSPC)
        }
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

    /// Bytes on the disk, asked when a claim is about to name it: it is held for that long. Nil when it is not there.
    func bytes(of name: String, at instant: ContinuousClock.Instant = .now) -> Int64? {
        guard has(name) else { return nil }
        holdOn(to: name, at: instant)
        let descriptor = open(file(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = Int64(lseek(descriptor, 0, SEEK_END))
        return size > 0 ? size : nil
    }

    /// Of all photos in the folder, half-written ones too.
    var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return all.filter { $0 != Self.idFile && $0 != Self.word }
    }

    func delete(_ name: String) { unlink("\(path)/\(name)") }

    /// Deletes the file unless a claim to come may name it, half-written or whole.
    func deleteUnlessHeld(_ name: String, at instant: ContinuousClock.Instant = .now) {
        held.withLock { held in
            guard !Self.isHeld(held[String(name.prefix(64))], instant) else { return }
            delete(name)
        }
    }

    private func holdOn(to name: String, at instant: ContinuousClock.Instant) {
        held.withLock { held in
            held = held.filter { Self.isHeld($0.value, instant) }
            held[name] = instant
        }
    }

    private static func isHeld(_ kept: ContinuousClock.Instant?, _ instant: ContinuousClock.Instant) -> Bool {
        kept.map { instant - $0 < hold } ?? false
    }

    private static func failed(_ path: String, _ reason: CInt) -> KioskError {
        KioskError(
            reason == ENOSPC ? .storeDiskFull : .storeFailed,
            "\(path): \(String(cString: strerror(reason)))",
            remedy: "Make room on the disk, or look at its state; the photo was not kept."
        )
    }
}
