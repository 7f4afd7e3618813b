import Claims
import Foundation
import Sealing
import Testing

@testable import KioskRuntime

/// Photos of papers on a real disk.
struct PhotoFolderTests {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: 7, count: 2_000)
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]

    private static func folder() throws -> PhotoFolder {
        let path = FileManager.default.temporaryDirectory.appending(path: "photos-\(UUID().uuidString)")
        return try PhotoFolder(path: path.path(percentEncoded: false))
    }

    @Test func `a photo is kept once, byte for byte, under its SHA-256, for its owner only`() throws {
        let photos = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: photos.path) }
        let name = try photos.keep(Self.jpeg)
        #expect(name == ContentHash.sha256(of: Self.jpeg))
        #expect(try photos.keep(Self.jpeg) == name)
        #expect(try photos.keep(Self.png) != name)
        #expect(photos.names.count == 2)
        #expect(photos.has(name))
        let file = "\(photos.path)/\(name)"
        #expect(FileManager.default.contents(atPath: file).map { Array($0) } == Self.jpeg)
        for path in [photos.path, file] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode.map { $0 & 0o077 } == 0, "\(path)")
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

    @Test func `a folder that cannot be made is told`() {
        let error = #expect(throws: KioskError.self) { try PhotoFolder(path: "/proc/photos") }
        #expect(error?.code == .storeFailed)
    }
}
