package import Claims
import Glibc
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The second line of a copy of a kiosk's store.
package struct BackupHeader: Codable, Equatable, Sendable {
    package var kioskId: String
    package var rehearsal: Bool
    /// RFC 3339, the kiosk's clock.
    package var createdAt: String
    /// Of the store's file, which follows.
    package var bytes: Int64
    /// Of the store's file: 64 lower-case hex digits.
    package var sha256: String
    /// How far the chain goes in it.
    package var lastSequence: Int64
    package var lastHash: String

    package init(
        kioskId: String,
        rehearsal: Bool,
        createdAt: String,
        bytes: Int64,
        sha256: String,
        lastSequence: Int64,
        lastHash: String
    ) {
        self.kioskId = kioskId
        self.rehearsal = rehearsal
        self.createdAt = createdAt
        self.bytes = bytes
        self.sha256 = sha256
        self.lastSequence = lastSequence
        self.lastHash = lastHash
    }
}

/// A copy of a kiosk's store: a line that says what it is, a line of canonical JSON, then the file's bytes.
package struct BackupFile: Sendable {
    private static let magic = "recycling-kiosk backup 1"
    private static let longestHeader = 4_096

    /// What comes before the store's bytes.
    package static func start(_ header: BackupHeader) throws -> [UInt8] {
        Array("\(magic)\n".utf8) + (try CanonicalJSON.encode(header)) + [0x0A]
    }

    /// Nil until the second line is complete.
    package private(set) var header: BackupHeader?
    private var head: [UInt8] = []
    private var hash = ContentHasher()
    private var left: Int64 = 0

    package init() {}

    /// The bytes of the store's file among those that come. Throws `backup.unreadable` and `backup.damaged`.
    package mutating func take(_ bytes: some Collection<UInt8>) throws(KioskError) -> [UInt8] {
        var content = Array(bytes)
        if header == nil {
            head += content
            let lines = head.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
            guard lines.count == 3 else {
                guard head.count <= Self.longestHeader else { throw Self.unreadable("is no copy of a kiosk's store") }
                return []
            }
            guard lines[0].elementsEqual(Self.magic.utf8), lines[2].startIndex <= Self.longestHeader else {
                throw Self.unreadable("is no copy of a kiosk's store")
            }
            guard let header = try? JSONDecoder().decode(BackupHeader.self, from: Data(lines[1])), header.bytes >= 0
            else { throw Self.damaged("what it says of itself cannot be read") }
            self.header = header
            left = header.bytes
            content = Array(lines[2])
            head = []
        }
        left -= Int64(content.count)
        guard left >= 0 else { throw Self.damaged("it is longer than it says") }
        hash.add(content)
        return content
    }

    /// Throws `backup.unreadable` and `backup.damaged`.
    package func finish() throws(KioskError) -> BackupHeader {
        guard let header else { throw Self.unreadable("is no copy of a kiosk's store") }
        guard left == 0 else { throw Self.damaged("its end is missing") }
        guard hash.text == header.sha256 else { throw Self.damaged("it is not as it was written") }
        return header
    }

    package static func damaged(_ why: String) -> KioskError {
        KioskError(.backupDamaged, "the copy is damaged: \(why)", remedy: "Nothing was restored. Take an older copy.")
    }

    private static func unreadable(_ why: String) -> KioskError {
        KioskError(
            .backupUnreadable,
            "the file \(why)",
            remedy: "Take the file that kioskctl backup wrote; it ends in .backup.kiosk."
        )
    }
}
