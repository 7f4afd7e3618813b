import Claims
import Foundation
import Outbox
import Sealing
import Testing

@testable import KioskRuntime

/// Photos of papers on a real disk.
struct PhotoFolderTests {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 2_000)
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]

    private static let reviewers = OpeningKey()
    private static let keys = OpeningKeys(reviewers: [reviewers], payers: [])

    private static func sealer() -> Sealer {
        let payers = OpeningKey().sealingKey
        return Sealer(SealingKeys(version: 1, isRehearsal: true, reviewers: reviewers.sealingKey, payers: payers))
    }

    private static func folder() throws -> PhotoFolder {
        let path = FileManager.default.temporaryDirectory.appending(path: "photos-\(UUID().uuidString)")
        return try PhotoFolder(path: path.path(percentEncoded: false), sealer: sealer())
    }

    @Test func `a photo is kept once, sealed, under its SHA-256, for its owner only`() throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        let name = try photos.keep(Self.jpeg)
        #expect(name == ContentHash.sha256(of: Self.jpeg))
        #expect(try photos.keep(Self.jpeg) == name)
        #expect(try photos.keep(Self.png) != name)
        #expect(photos.names.count == 2)
        #expect(photos.has(name))
        let file = "\(photos.path)/\(name)"
        let sealed = try #require(FileManager.default.contents(atPath: file).map { Array($0) })
        #expect(sealed.count == Self.jpeg.count + SealedBox.overhead + 17)
        #expect(!sealed.contains(Array(Self.jpeg.prefix(16))))
        #expect(try SealedPhoto.open(sealed, named: name, with: Self.keys) == Self.jpeg)
        for path in [photos.path, file] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o077 } == 0, "\(path)")
        }
    }

    @Test func `a photo opens under its own name and with the reviewers' key only`() throws {
        let name = SealedPhoto.name(of: Self.jpeg)
        let file = try SealedPhoto.file(of: Self.jpeg, named: name, to: Self.reviewers.sealingKey)
        #expect(throws: KioskError.self) { try SealedPhoto.open(file, named: "another", with: Self.keys) }
        let others = OpeningKeys(reviewers: [OpeningKey()], payers: [])
        #expect(throws: KioskError.self) { try SealedPhoto.open(file, named: name, with: others) }
        let wrong = try SealedPhoto.file(of: Self.png, named: name, to: Self.reviewers.sealingKey)
        for bytes in [wrong, Array(file.dropLast()), Array(file.prefix(60)), []] {
            let error = #expect(throws: KioskError.self) { try SealedPhoto.open(bytes, named: name, with: Self.keys) }
            #expect(error?.code == .sealingNotOpened)
        }
    }

    @Test(arguments: [[], Array("GIF89a".utf8), Array("<svg>".utf8), [0xFF, 0xD8]])
    func `what is no photo is refused, and nothing is left`(bytes: [UInt8]) throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        let error = #expect(throws: KioskError.self) { try photos.keep(bytes) }
        #expect(error?.code == .requestMalformed)
        #expect(photos.names == [])
    }

    @Test(arguments: ["", "../kiosk.sqlite", "x", String(repeating: "A", count: 64), String(repeating: "0", count: 64)])
    func `only a name that was given out is there`(name: String) throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        try photos.keep(Self.jpeg)
        #expect(!photos.has(name))
    }

    @Test func `a photo stays until its visit is surely over, half-written or whole, then goes`() async throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        let store = try EmptyStore()
        defer { store.remove() }
        let start = ContinuousClock.now
        // Of a visit before a restart; of a photo that is being written; of another that was, before the restart.
        let name = try photos.keep(Self.jpeg, at: start)
        let others = [SealedPhoto.name(of: Self.png), "\(SealedPhoto.name(of: Self.png)).part"]
        for file in others + ["\(name).part"] { try Data([1]).write(to: URL(filePath: photos.file(file))) }
        try await photos.deleteUnneeded(in: store.store, at: start.advanced(by: .seconds(240)))
        #expect(Set(photos.names) == [name, "\(name).part"])
        // The claim is about to be committed: from here on it is held as long again.
        let late = start.advanced(by: PhotoFolder.hold - .seconds(1))
        #expect(photos.bytes(of: name, at: late) != nil)
        try await photos.deleteUnneeded(in: store.store, at: start.advanced(by: PhotoFolder.hold + .seconds(60)))
        #expect(photos.has(name))
        try await photos.deleteUnneeded(in: store.store, at: late.advanced(by: PhotoFolder.hold))
        #expect(photos.names == [])
        await store.store.close()
    }

    @Test func `a photo leaves room on the disk for claims`() throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        let least = PhotoFolder.reserve + Int64(Self.jpeg.count)
        let error = #expect(throws: KioskError.self) { try photos.keep(Self.jpeg, freeBytes: least - 1) }
        #expect(error?.code == .storeDiskFull)
        #expect(photos.names == [])
        #expect(try photos.has(photos.keep(Self.jpeg, freeBytes: least)))
    }

    @Test func `a folder that cannot be made is told`() {
        let error = #expect(throws: KioskError.self) { try PhotoFolder(path: "/proc/photos", sealer: Self.sealer()) }
        #expect(error?.code == .storeFailed)
    }
}
